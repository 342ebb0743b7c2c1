using Microsoft.AspNetCore.Components;
using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Protocol;
using Portal.Layout;
using Portal.Pages.Account.Confirm;
using Portal.Pages.Errors;
using Portal.Pages.Passkeys;
using Portal.Pages.Terms;

namespace Portal.Pages.Account.Passkeys;

/// <summary><c>/account/passkeys</c>: what signs a person in without a password. To change one wants a fresh proof.</summary>
internal static class PasskeyEndpoints
{
    private const string Added = "passkeys.added";
    private const string Renamed = "passkeys.renamed";
    private const string Removed = "passkeys.removed";

    /// <param name="account">The group of <c>/account</c>.</param>
    public static void MapPasskeys(this IEndpointRouteBuilder account)
    {
        var pages = account.MapGroup("/passkeys").AddEndpointFilter(OnlyWhereThereAreAsync);
        pages.MapGet("", ListAsync);
        pages.MapGet("/add", ShowAddAsync).RequireFreshProof();
        pages.MapPost("/add", AddAsync).RequireFreshProof();
        pages.MapGet("/offer", ShowOfferAsync).RequireFreshProof();
        pages.MapPost("/offer", AcceptAsync).RequireFreshProof();
        pages.MapGet("/{id}", ShowAsync).RequireFreshProof();
        pages.MapPost("/{id}", RenameAsync).RequireFreshProof();
        pages.MapGet("/{id}/remove", ShowRemoveAsync).RequireFreshProof();
        pages.MapPost("/{id}/remove", RemoveAsync).RequireFreshProof();
    }

    private static async ValueTask<object?> OnlyWhereThereAreAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<PasskeySwitch>().Enabled ? await next(context) : ErrorPages.Page(context.HttpContext, StatusCodes.Status404NotFound);

    private static async Task<IResult> ListAsync(HttpContext context, AccountPasskeys passkeys, TimeProvider clock, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        return PageResult.Of<PasskeysPage>(context, new
        {
            Page = PageContext.Of(context),
            Person = person,
            Passkeys = await passkeys.ListAsync(person.UserId, cancellationToken),
            Done = DoneNotice.Take(context, Added, Renamed, Removed),
            Now = clock.GetUtcNow(),
        });
    }

    private static Task<IResult> ShowAddAsync(HttpContext context, AccountPasskeys passkeys) => QuestionPageAsync<AddPasskeyPage>(context, passkeys, null);

    private static async Task<IResult> AddAsync(HttpContext context, AccountPasskeys passkeys, CancellationToken cancellationToken)
    {
        var (problem, elsewhere) = await AddOneAsync(context, passkeys, cancellationToken);
        if (problem is not null)
        {
            return await QuestionPageAsync<AddPasskeyPage>(context, passkeys, problem);
        }

        if (elsewhere is null)
        {
            DoneNotice.Set(context, Added);
        }

        return new SeeOther(elsewhere ?? PasskeyPlaces.List);
    }

    private static Task<IResult> ShowOfferAsync(HttpContext context, AccountPasskeys passkeys) => QuestionPageAsync<PasskeyOfferPage>(context, passkeys, null);

    private static async Task<IResult> AcceptAsync(HttpContext context, AccountPasskeys passkeys, TermsGate terms, CancellationToken cancellationToken)
    {
        if ((await context.Request.ReadFormAsync(cancellationToken)).Text("action") != "later")
        {
            var (problem, elsewhere) = await AddOneAsync(context, passkeys, cancellationToken);
            if (problem is not null)
            {
                return await QuestionPageAsync<PasskeyOfferPage>(context, passkeys, problem);
            }

            if (elsewhere is not null)
            {
                return new SeeOther(elsewhere);
            }
        }

        return new SeeOther(await terms.AfterSignInAsync(context.User.GetPerson()!.UserId, context.Request.GetContinuation(), cancellationToken));
    }

    /// <returns>The key of what to say, or where to go instead; neither if it was added.</returns>
    private static async Task<(string? Problem, string? Elsewhere)> AddOneAsync(HttpContext context, AccountPasskeys passkeys, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        var form = await context.Request.ReadFormAsync(cancellationToken);
        return form.ReadPasskey(PasskeyPurpose.Add(person.BrowserSessionId)) is not { } answer ? ("passkeys.refused", null)
            : await passkeys.AddAsync(person, answer, context.PasskeyName(), context.GetRequester(), cancellationToken) switch
            {
                AddPasskeyOutcome.Added => (null, null),
                AddPasskeyOutcome.TooMany => ("passkeys.too-many", null),
                AddPasskeyOutcome.SignedOut => (null, "/login"), // which says what has become of the session
                _ => ("passkeys.refused", null),
            };
    }

    private static Task<IResult> ShowAsync(HttpContext context, string id, AccountPasskeys passkeys, TimeProvider clock, CancellationToken cancellationToken) =>
        WithPasskeyAsync(context, id, passkeys, passkey => Task.FromResult(NamePage(context, passkey, passkey.Name, null, clock)), cancellationToken);

    private static Task<IResult> RenameAsync(HttpContext context, string id, AccountPasskeys passkeys, TimeProvider clock, CancellationToken cancellationToken) =>
        WithPasskeyAsync(
            context,
            id,
            passkeys,
            async passkey =>
            {
                var name = (await context.Request.ReadFormAsync(cancellationToken)).Text("name");
                if (await passkeys.RenameAsync(context.User.GetPerson()!, passkey.Id, name, cancellationToken) is { } problem)
                {
                    return NamePage(context, passkey, name, problem, clock);
                }

                DoneNotice.Set(context, Renamed);
                return new SeeOther(PasskeyPlaces.List);
            },
            cancellationToken);

    private static Task<IResult> ShowRemoveAsync(HttpContext context, string id, AccountPasskeys passkeys, CancellationToken cancellationToken) =>
        WithPasskeyAsync(context, id, passkeys, passkey => RemovePageAsync(context, passkey, passkeys, cancellationToken), cancellationToken);

    private static Task<IResult> RemoveAsync(HttpContext context, string id, AccountPasskeys passkeys, CancellationToken cancellationToken) =>
        WithPasskeyAsync(
            context,
            id,
            passkeys,
            async passkey =>
            {
                var form = await context.Request.ReadFormAsync(cancellationToken);
                switch (await passkeys.RemoveAsync(context.User.GetPerson()!, passkey.Id, form.Text("end_others").Length > 0, context.GetRequester(), cancellationToken))
                {
                    case RemovePasskeyOutcome.LastWayIn:
                        return await RemovePageAsync(context, passkey, passkeys, cancellationToken);
                    case RemovePasskeyOutcome.Removed:
                        DoneNotice.Set(context, Removed);
                        break;
                }

                return new SeeOther(PasskeyPlaces.List);
            },
            cancellationToken);

    private static async Task<IResult> WithPasskeyAsync(HttpContext context, string id, AccountPasskeys passkeys, Func<Passkey, Task<IResult>> answer, CancellationToken cancellationToken) =>
        Ulid.TryDecode(id, out var passkeyId) && await passkeys.FindAsync(context.User.GetPerson()!.UserId, passkeyId, cancellationToken) is { } passkey
            ? await answer(passkey)
            : ErrorPages.Page(context, StatusCodes.Status404NotFound);

    private static async Task<IResult> QuestionPageAsync<TPage>(HttpContext context, AccountPasskeys passkeys, string? problem)
        where TPage : IComponent
    {
        var person = context.User.GetPerson()!;
        return PageResult.Of<TPage>(context, new { Page = PageContext.Of(context), Person = person, Question = await passkeys.AskForNewAsync(person), Problem = problem });
    }

    private static IResult NamePage(HttpContext context, Passkey passkey, string name, FormProblem? problem, TimeProvider clock) =>
        PageResult.Of<PasskeyPage>(context, new { Page = PageContext.Of(context), Person = context.User.GetPerson()!, Passkey = passkey, Name = name, Problem = problem, Now = clock.GetUtcNow() });

    private static async Task<IResult> RemovePageAsync(HttpContext context, Passkey passkey, AccountPasskeys passkeys, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        return PageResult.Of<RemovePasskeyPage>(context, new
        {
            Page = PageContext.Of(context),
            Person = person,
            Passkey = passkey,
            CanRemove = await passkeys.CanRemoveAsync(person.UserId, passkey.Id, cancellationToken),
        });
    }
}
