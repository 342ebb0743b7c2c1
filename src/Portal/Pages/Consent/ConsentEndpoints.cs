using Portal.Components.Icons;
using Portal.Hosting;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Authorizations;
using Portal.Identity.Homeserver;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Layout;
using Portal.Pages.Account.SecondStep;
using Portal.Pages.Errors;
using Portal.Texts;

namespace Portal.Pages.Consent;

/// <summary><c>/consent/{grant}</c>: the person decides (oauth contract, section 4.6).</summary>
internal static class ConsentEndpoints
{
    public static void MapConsent(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/consent/{id}", ShowAsync);
        routes.MapPost("/consent/{id}", DecideAsync).WithMetadata(new AskAgainWhenOld());
    }

    private static Task<IResult> ShowAsync(HttpContext context, string id, AuthorizationService authorizations, CancellationToken cancellationToken) =>
        WithPendingAsync(context, id, authorizations, (overview, person) => PageAsync(context, authorizations, overview, person, tickMissing: false, cancellationToken), cancellationToken);

    private static Task<IResult> DecideAsync(HttpContext context, string id, AuthorizationService authorizations, BrowserSessions sessions, CancellationToken cancellationToken) =>
        WithPendingAsync(context, id, authorizations, async (overview, person) =>
        {
            var form = await context.Request.ReadFormAsync(cancellationToken);
            switch (form.Text("action"))
            {
                case "cancel":
                    return await AnswerAsync(context, overview, authorizations, await authorizations.RefuseAsync(overview.Grant.Id, cancellationToken), cancellationToken);
                case "switch":
                    await sessions.EndAsync(person.BrowserSessionId, cancellationToken);
                    BrowserSessionHandler.DeleteCookie(context);
                    return new SeeOther(Continuation.OfGrant(overview.Grant.Id).With("/login"));
                case "allow" when ScopeWords.Dangerous(ScopeOf(overview)).Count > 0 && form.Text("dangerous").Length == 0:
                    return await PageAsync(context, authorizations, overview, person, tickMissing: true, cancellationToken);
                case "allow":
                    return await AnswerAsync(context, overview, authorizations, await authorizations.AllowAsync(overview.Grant.Id, person, context.GetRequester(), cancellationToken), cancellationToken);
                default:
                    return ErrorPages.Page(context, StatusCodes.Status400BadRequest);
            }
        }, cancellationToken);

    /// <summary>The order is the contract's: is there such a grant, is it still open, and who is deciding?</summary>
    private static async Task<IResult> WithPendingAsync(
        HttpContext context, string id, AuthorizationService authorizations, Func<GrantOverview, SignedInPerson, Task<IResult>> decide, CancellationToken cancellationToken)
    {
        if (!Ulid.TryDecode(id, out var grantId))
        {
            return ErrorPages.Page(context, StatusCodes.Status400BadRequest);
        }

        if (await authorizations.FindAsync(grantId, cancellationToken) is not { } overview)
        {
            return Say(context, StatusCodes.Status404NotFound, "consent.unknown", null);
        }

        context.PreferLanguages(overview.Grant.Locale);
        if (!overview.Grant.IsPending)
        {
            return Decided(context, overview);
        }

        return context.User.GetPerson() is not { } person ? new SeeOther(Continuation.OfGrant(grantId).With("/login"))
            : !overview.Grant.NeedsSignIn(person) ? await decide(overview, person)
            : overview.Grant.NeedsSecondStep(person) && !overview.Grant.IsForSomebodyElse(person) && !await HasSecondStepAsync(context, person, cancellationToken) ? AskToSetUp(context, overview)
            : new SeeOther(Continuation.OfGrant(grantId).With("/login"));
    }

    private static Task<bool> HasSecondStepAsync(HttpContext context, SignedInPerson person, CancellationToken cancellationToken) =>
        context.RequestServices.GetRequiredService<SecondFactors>().HasSecondFactorAsync(person.UserId, cancellationToken);

    // Signing in again would not help.
    private static IResult AskToSetUp(HttpContext context, GrantOverview overview) => MessageResult.Of(context, page => new Message(page.Texts["second-step.demanded-title"], page.Texts["second-step.demanded-lead"])
    {
        Name = AppIdentity.Of(overview.Client, overview.Grant.RedirectUri).Name,
        Icon = IconName.Shield,
        Actions = [new(page.To(Continuation.OfGrant(overview.Grant.Id).With(SecondStepPlaces.SetUp)), page.Texts["second-step.set-up"]), new(page.To("/account/"), page.Texts["error.home"])],
    });

    // Nothing to answer with: decided in another tab, or not allowed any more. The page as it is now says which.
    private static async Task<IResult> AnswerAsync(
        HttpContext context, GrantOverview overview, AuthorizationService authorizations, AuthorizationResponse? response, CancellationToken cancellationToken) =>
        response is null
            ? await ShowAsync(context, Ulid.Encode(overview.Grant.Id), authorizations, cancellationToken)
            : ClientAnswer.Of(context, response);

    private static async Task<IResult> PageAsync(
        HttpContext context, AuthorizationService authorizations, GrantOverview overview, SignedInPerson person, bool tickMissing, CancellationToken cancellationToken)
    {
        var page = PageContext.Of(context);
        var app = AppIdentity.Of(overview.Client, overview.Grant.RedirectUri);
        context.AllowFormTarget(overview.Grant.RedirectUri);
        switch (await authorizations.CheckAsync(overview.Grant, person.UserId, context.GetRequester(), cancellationToken))
        {
            case []:
                break;
            case [{ DevicesToRemove: > 0 and var toRemove }]:
                return PageResult.Of<DeviceLimitPage>(context, new { Page = page, App = app, ToRemove = toRemove, CancelAction = "cancel", CancelText = page.Texts["consent.back-to-app", app.ReturnHost] });
            case var objections:
                return PageResult.Of<ConsentRefusedPage>(context, new { Page = page, App = app, Objections = objections });
        }

        var scope = ScopeOf(overview);
        var name = await context.RequestServices.GetRequiredService<HomeserverQuestions>().FindDisplayNameAsync(person.Username, cancellationToken);
        var view = new ConsentView(
            app, page.Brand.UserIdOf(person.Username), name ?? person.Name, ScopeWords.Can(scope, RequestedClaims.Read(overview.Grant.Claims)), ScopeWords.Dangerous(scope), ScopeWords.Cannot(scope),
            await authorizations.IsNewHereAsync(overview.Client.Id, cancellationToken))
        { DangerousTickMissing = tickMissing };
        return PageResult.Of<ConsentPage>(context, new { Page = page, View = view });
    }

    private static IResult Decided(HttpContext context, GrantOverview overview) =>
        Say(context, StatusCodes.Status409Conflict, "consent.done", AppIdentity.Of(overview.Client, overview.Grant.RedirectUri).Name);

    private static IResult Say(HttpContext context, int status, string text, string? name) => MessageResult.Of(context, status, page => new Message(page.Texts[$"{text}-title"], page.Texts[$"{text}-lead"])
    {
        Name = name,
        Icon = name is null ? IconName.Broken : IconName.Check,
        Actions = [new(page.To("/"), page.Texts["error.home"])],
    });

    private static ScopeSet ScopeOf(GrantOverview overview) => ScopeSet.OfStored(overview.Grant.Scope);
}
