using Portal.Hosting;
using Portal.Identity.Accounts.PersonalTokens;
using Portal.Identity.Protocol;
using Portal.Layout;
using Portal.Pages.Account.Confirm;
using Portal.Pages.Account.Secrets;
using Portal.Pages.Errors;

namespace Portal.Pages.Account.Tokens;

/// <summary><c>/account/tokens</c>: access tokens that a person makes for bots and scripts. To make one wants a fresh proof; to end one must never be hard.</summary>
internal static class AccessTokenEndpoints
{
    private const string Ended = "tokens.ended";
    private static readonly TimeSpan ShownFor = TimeSpan.FromMinutes(1);

    /// <param name="account">The group of <c>/account</c>.</param>
    public static void MapAccessTokens(this IEndpointRouteBuilder account)
    {
        account.MapGet("/tokens", ListAsync);
        account.MapGet("/tokens/new", ShowNewAsync).RequireFreshProof();
        account.MapPost("/tokens/new", MakeAsync).RequireFreshProof();
        account.MapGet("/tokens/{id}/made", ShowMadeAsync);
        account.MapGet("/tokens/{id}/end", ShowEndAsync);
        account.MapPost("/tokens/{id}/end", EndAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, AccountTokens tokens, TimeProvider clock, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        return PageResult.Of<TokensPage>(context, new
        {
            Page = PageContext.Of(context),
            Person = person,
            Tokens = await tokens.ListAsync(person.UserId, cancellationToken),
            tokens.CanMake,
            Done = DoneNotice.Take(context, Ended),
            Now = clock.GetUtcNow(),
        });
    }

    private static async Task<IResult> ShowNewAsync(HttpContext context, AccountTokens tokens, KeptForm kept, CancellationToken cancellationToken)
    {
        if (!tokens.CanMake)
        {
            return new SeeOther(TokenPlaces.List); // which says so
        }

        var fields = kept.Take(context);
        return await NewPageAsync(context, tokens, ReadForm(name => fields.GetValueOrDefault(name).ToString()), cancellationToken);
    }

    private static async Task<IResult> MakeAsync(HttpContext context, AccountTokens tokens, ShownOnce shown, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var view = ReadForm(form.Text);
        if ((view.RunsHomeserver || view.RunsAccounts) && form.Text("confirm_power").Length == 0)
        {
            return await NewPageAsync(context, tokens, view with { IsPowerUnconfirmed = true }, cancellationToken);
        }

        var command = new MakeTokenCommand(context.User.GetPerson()!, view.Name, view.Reach, LifetimeField.Read(view.Lifetime), context.GetRequester())
        {
            RunsHomeserver = view.RunsHomeserver,
            RunsAccounts = view.RunsAccounts,
        };
        switch (await tokens.MakeAsync(command, cancellationToken))
        {
            case MakeTokenOutcome.Made made:
                shown.Keep(context, TokenPlaces.Made(made.Id), made.Token, ShownFor);
                return new SeeOther(TokenPlaces.Made(made.Id));
            case MakeTokenOutcome.Unfit unfit:
                return await NewPageAsync(context, tokens, view with { Problem = unfit.Problem }, cancellationToken);
            case MakeTokenOutcome.RateLimited limited:
                return await NewPageAsync(context, tokens, view with { RetryAfter = limited.RetryAfter }, cancellationToken);
            case MakeTokenOutcome.TooMany:
                return await NewPageAsync(context, tokens, view with { Refusal = "tokens.too-many" }, cancellationToken);
            case MakeTokenOutcome.TooManyDevices:
                return await NewPageAsync(context, tokens, view with { Refusal = "tokens.too-many-devices" }, cancellationToken);
            case MakeTokenOutcome.Denied:
                return await NewPageAsync(context, tokens, view with { Refusal = "tokens.denied" }, cancellationToken);
            case MakeTokenOutcome.HomeserverAway:
                return await NewPageAsync(context, tokens, view with { Refusal = "tokens.homeserver-away" }, cancellationToken);
            case MakeTokenOutcome.NotAllowed:
                return new SeeOther(TokenPlaces.List); // which says so
            default:
                return new SeeOther("/login"); // which says what has become of the session
        }
    }

    private static async Task<IResult> ShowMadeAsync(HttpContext context, string id, AccountTokens tokens, ShownOnce shown, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        if (shown.Take(context) is not { } secret || await FindAsync(context, id, tokens, cancellationToken) is not { } token)
        {
            return new SeeOther(TokenPlaces.List);
        }

        var page = PageContext.Of(context);
        return PageResult.Of<SecretPage>(context, new
        {
            Page = page,
            Person = person,
            Title = page.Texts["tokens.made-title"],
            Lead = page.Texts["tokens.made-lead", "{0}"],
            token.Name,
            Secret = secret,
            Hint = page.Texts["tokens.made-hint"],
            Done = page.Texts["tokens.done"],
            BackTo = TokenPlaces.List,
        });
    }

    private static async Task<IResult> ShowEndAsync(HttpContext context, string id, AccountTokens tokens, CancellationToken cancellationToken) =>
        await FindAsync(context, id, tokens, cancellationToken) is { } token
            ? PageResult.Of<EndTokenPage>(context, new { Page = PageContext.Of(context), Person = context.User.GetPerson()!, Token = token })
            : ErrorPages.Page(context, StatusCodes.Status404NotFound);

    private static async Task<IResult> EndAsync(HttpContext context, string id, AccountTokens tokens, CancellationToken cancellationToken)
    {
        if (!Ulid.TryDecode(id, out var tokenId))
        {
            return ErrorPages.Page(context, StatusCodes.Status404NotFound);
        }

        if (await tokens.EndAsync(context.User.GetPerson()!, tokenId, context.GetRequester(), cancellationToken))
        {
            DoneNotice.Set(context, Ended);
        }

        return new SeeOther(TokenPlaces.List); // what is gone is gone, and nobody was told anew
    }

    private static async Task<AccountToken?> FindAsync(HttpContext context, string id, AccountTokens tokens, CancellationToken cancellationToken) =>
        Ulid.TryDecode(id, out var tokenId) ? await tokens.FindAsync(context.User.GetPerson()!.UserId, tokenId, cancellationToken) : null;

    private static NewTokenView ReadForm(Func<string, string> field) => new()
    {
        Name = field("name"),
        Reach = Enum.TryParse<TokenReach>(field("reach"), out var reach) && Enum.IsDefined(reach) ? reach : TokenReach.Account,
        Lifetime = field("lifetime") is { Length: > 0 } lifetime ? lifetime : LifetimeField.Suggested,
        RunsHomeserver = field("runs_homeserver").Length > 0,
        RunsAccounts = field("runs_accounts").Length > 0,
    };

    private static async Task<IResult> NewPageAsync(HttpContext context, AccountTokens tokens, NewTokenView view, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        return PageResult.Of<NewTokenPage>(context, new
        {
            Page = PageContext.Of(context),
            Person = person,
            View = view with { MayGrantAdmin = await tokens.MayGrantAdminAsync(person.UserId, cancellationToken), MayNeverExpire = tokens.MayNeverExpire },
        });
    }
}
