using Portal.Components.Feedback;
using Portal.Components.Icons;
using Portal.Hosting;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Authorizations;
using Portal.Layout;
using Portal.Pages.Errors;

namespace Portal.Pages.Register;

/// <summary>Registration by invitation (flows contract, section 6.6): <c>/invite</c>, where a link leads, and <c>/register/token</c>, where somebody without one types the token.</summary>
/// <remarks>Asked before the form, so that nobody fills it in for nothing. The token stands in the query of the link, which no log of ours holds.</remarks>
internal static class InvitationEndpoints
{
    public const string TokenPath = "/register/token";
    private const string InvitePath = "/invite";

    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(InvitePath, ShowInvitationAsync);
        routes.MapPost(InvitePath, AcceptInvitationAsync);
        routes.MapGet(TokenPath, ShowTokenAsync);
        routes.MapPost(TokenPath, TakeTokenAsync);
    }

    /// <summary>The link that carries the token.</summary>
    public static string LinkPath(string token) => $"{InvitePath}?token={Uri.EscapeDataString(token)}";

    /// <summary>The same with the wish to continue.</summary>
    public static string LinkPath(string token, Continuation? continuation) => continuation is null ? LinkPath(token) : $"{LinkPath(token)}&{continuation.ToQuery()}";

    private static async Task<IResult> ShowInvitationAsync(HttpContext context, RegistrationDoor door, RegistrationTokenLookup tokens, RegisterPages pages, CancellationToken cancellationToken)
    {
        var continuation = context.Request.GetContinuation();
        if (IsNotNeeded(context, door))
        {
            return new SeeOther(continuation.With("/register"));
        }

        return await FindAsync(context, tokens, cancellationToken) switch
        {
            RegistrationTokenOutcome.Valid valid => PageResult.Of<InvitationPage>(context, new
            {
                Page = PageContext.Of(context),
                App = await pages.FindAppAsync(continuation, cancellationToken),
                valid.Token.InvitedBy,
                pages.EmailRequired,
                SignInPath = continuation.With("/login"),
            }),
            RegistrationTokenOutcome.RateLimited limited => ErrorPages.TooMany(context, limited.RetryAfter),
            _ => NoInvitation(context, continuation),
        };
    }

    private static async Task<IResult> AcceptInvitationAsync(HttpContext context, RegistrationDoor door, RegistrationTokenLookup tokens, InvitationCookie cookie, CancellationToken cancellationToken)
    {
        var continuation = context.Request.GetContinuation();
        if (IsNotNeeded(context, door))
        {
            return new SeeOther(continuation.With("/register"));
        }

        switch (await FindAsync(context, tokens, cancellationToken))
        {
            case RegistrationTokenOutcome.Valid valid:
                cookie.Set(context, valid.Token.Id);
                return new SeeOther(continuation.With("/register/password"));
            case RegistrationTokenOutcome.RateLimited limited:
                return ErrorPages.TooMany(context, limited.RetryAfter);
            default:
                return NoInvitation(context, continuation);
        }
    }

    private static async Task<IResult> ShowTokenAsync(HttpContext context, RegistrationDoor door, RegisterPages pages, CancellationToken cancellationToken) =>
        IsNotNeeded(context, door) || await pages.FindInvitationAsync(context, cancellationToken) is not null
            ? new SeeOther(context.Request.GetContinuation().With("/register"))
            : await TokenPageAsync(context, pages, new TokenView(), cancellationToken);

    private static async Task<IResult> TakeTokenAsync(
        HttpContext context, RegistrationDoor door, RegistrationTokenLookup tokens, InvitationCookie cookie, RegisterPages pages, CancellationToken cancellationToken)
    {
        var continuation = context.Request.GetContinuation();
        if (IsNotNeeded(context, door))
        {
            return new SeeOther(continuation.With("/register"));
        }

        var typed = (await context.Request.ReadFormAsync(cancellationToken)).Text("token").Trim();
        var outcome = typed.Length == 0 ? null : await tokens.FindAsync(typed, context.GetRequester(), cancellationToken);
        if (outcome is RegistrationTokenOutcome.Valid valid)
        {
            cookie.Set(context, valid.Token.Id);
            return new SeeOther(continuation.With("/register/password"));
        }

        return await TokenPageAsync(context, pages, TokenView.Of(typed, outcome), cancellationToken);
    }

    private static bool IsNotNeeded(HttpContext context, RegistrationDoor door) => context.User.GetPerson() is not null || door is { IsOpen: false } or { IsByInvitation: false };

    private static Task<RegistrationTokenOutcome> FindAsync(HttpContext context, RegistrationTokenLookup tokens, CancellationToken cancellationToken) =>
        tokens.FindAsync(context.Request.Query["token"] is [{ } single] ? single : "", context.GetRequester(), cancellationToken);

    private static async Task<IResult> TokenPageAsync(HttpContext context, RegisterPages pages, TokenView view, CancellationToken cancellationToken)
    {
        var continuation = context.Request.GetContinuation();
        return TokenPage.Show(context, view with { SignInPath = continuation.With("/login") }, await pages.FindAppAsync(continuation, cancellationToken));
    }

    private static IResult NoInvitation(HttpContext context, Continuation? continuation) => MessageResult.Of(context, StatusCodes.Status404NotFound, page => new Message(page.Texts["invite.invalid"], page.Texts["invite.invalid-lead"])
    {
        Icon = IconName.Broken,
        Tone = Tone.Warning,
        Actions =
        [
            new(page.To(continuation.With(TokenPath)), page.Texts["invite.type"]),
            new(page.To(continuation.With("/login")), page.Texts["common.sign-in"]),
        ],
    });
}
