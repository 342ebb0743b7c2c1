using Microsoft.Extensions.Options;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Authorizations;
using Portal.Identity.Devices;
using Portal.Identity.Homeserver;
using Portal.Identity.Legacy;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;
using Portal.Layout;
using Portal.Texts;

namespace Portal.Pages.SignIn;

/// <summary>What showing the sign-in page needs to ask.</summary>
internal sealed class SignInPageServices(AuthorizationService authorizations, DeviceConsent devices, SsoLogins logins, RegistrationDoor door, PasswordSwitches passwords, PasskeySwitch passkeys, PasskeySignIn passkeySignIn, IOptions<AccountOptions> accounts, IOptions<MatrixOptions> matrix)
{
    private const string MatrixIdHint = "mxid:";

    /// <summary>Whether anybody signs in with a password.</summary>
    public bool WithPassword => passwords.Enabled;

    public async Task<GrantOverview?> FindGrantAsync(Continuation? continuation, CancellationToken cancellationToken) =>
        continuation?.GrantId is { } id ? await authorizations.FindAsync(id, cancellationToken) : null;

    /// <summary>The app that waits; none if nobody waits.</summary>
    public Task<AppIdentity?> FindAppAsync(Continuation? continuation, CancellationToken cancellationToken) => continuation.FindAppAsync(authorizations, devices, logins, cancellationToken);

    /// <summary>What stands in the form: who is signed in and must prove it again, unless the app means somebody else; then what the hint says.</summary>
    public string Username(AuthorizationGrant? grant, SignedInPerson? person, string? hint) =>
        person is not null && grant?.IsForSomebodyElse(person) != true ? person.Username : Hint(hint ?? grant?.LoginHint);

    /// <summary>What a <c>login_hint</c> fills into the form: a Matrix ID of ours, or an address where addresses sign in (oauth contract, section 4.4).</summary>
    public string Hint(string? hint)
    {
        if (hint?.StartsWith(MatrixIdHint, StringComparison.Ordinal) == true)
        {
            var userId = hint[MatrixIdHint.Length..];
            var localpart = matrix.Value.LocalpartOf(userId);
            return localpart == userId ? "" : localpart;
        }

        return accounts.Value.LoginWithEmailAllowed && EmailAddress.TryParse(hint, out var address) ? address.Value : "";
    }

    public async Task<IResult> PageAsync(HttpContext context, SignInView view, CancellationToken cancellationToken)
    {
        var continuation = context.Request.GetContinuation();
        if (await FindGrantAsync(continuation, cancellationToken) is { } overview)
        {
            context.PreferLanguages(overview.Grant.Locale);
        }

        return PageResult.Of<SignInPage>(context, new
        {
            Page = PageContext.Of(context),
            App = await FindAppAsync(continuation, cancellationToken),
            View = view with
            {
                WithEmail = accounts.Value.LoginWithEmailAllowed,
                WithPassword = WithPassword,
                Passkey = passkeys.Enabled ? await passkeySignIn.AskAsync() : null,
                RecoverPath = passwords.CanRecover ? continuation.With("/recover") : null,
                RegisterPath = door.IsOpen ? continuation.With("/register/password") : null,
            },
        });
    }
}
