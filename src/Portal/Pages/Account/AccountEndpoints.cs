using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Layout;
using Portal.Pages.Account.Activity;
using Portal.Pages.Account.AppPasswords;
using Portal.Pages.Account.Confirm;
using Portal.Pages.Account.CrossSigning;
using Portal.Pages.Account.Data;
using Portal.Pages.Account.Deletion;
using Portal.Pages.Account.Emails;
using Portal.Pages.Account.Passkeys;
using Portal.Pages.Account.Password;
using Portal.Pages.Account.Profile;
using Portal.Pages.Account.SecondStep;
using Portal.Pages.Account.Sessions;
using Portal.Pages.Account.Tokens;
using Portal.Pages.Disputes;

namespace Portal.Pages.Account;

/// <summary><c>/account/</c> and below: a person sees to their account (flows contract, section 9).</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/change-password", () => new SeeOther(AccountPlaces.Password));
        var account = routes.MapGroup("/account").RequireAuthorization();
        account.MapGet("", HomeAsync);
        account.MapConfirm();
        account.MapEmails();
        account.MapProfile();
        account.MapChangePassword();
        account.MapPasskeys();
        account.MapSecondStep();
        account.MapDeletion();
        account.MapData();
        account.MapIdentityReset();
        account.MapActivity();
        account.MapOwnDispute();
        account.MapSessions();
        account.MapAccessTokens();
        account.MapAppPasswords();
    }

    private static async Task<IResult> HomeAsync(HttpContext context, AccountOverview overview, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!context.Request.Path.Value!.EndsWith('/'))
        {
            return new SeeOther(AccountPlaces.Home + context.Request.QueryString);
        }

        if (DeepLinks.PathOf(context.Request.Query) is { } target)
        {
            return new SeeOther(target);
        }

        var person = context.User.GetPerson()!;
        return PageResult.Of<AccountHomePage>(context, new
        {
            Page = PageContext.Of(context),
            Person = person,
            Summary = await overview.OfAsync(person.UserId, person.BrowserSessionId, cancellationToken),
            Now = clock.GetUtcNow(),
        });
    }
}
