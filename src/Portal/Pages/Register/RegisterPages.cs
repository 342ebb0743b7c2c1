using Microsoft.Extensions.Options;
using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Authorizations;
using Portal.Identity.Captcha;
using Portal.Identity.Devices;
using Portal.Identity.Legacy;
using Portal.Layout;
using Portal.Pages.Account;

namespace Portal.Pages.Register;

/// <summary>What every page of a registration shows around its own.</summary>
internal sealed class RegisterPages(
    AuthorizationService authorizations, DeviceConsent devices, SsoLogins logins, RegistrationTokens tokens, InvitationCookie invitation, RegistrationDoor door,
    ProofOfWork proofs, PasskeySwitch passkeys, IOptions<CaptchaOptions> captcha, IOptions<AccountOptions> accounts)
{
    /// <summary>The app that waits for the person.</summary>
    public Task<AppIdentity?> FindAppAsync(Continuation? continuation, CancellationToken cancellationToken) => continuation.FindAppAsync(authorizations, devices, logins, cancellationToken);

    /// <param name="registration">None before there is one.</param>
    public RegistrationProgress At(RegistrationStep step, UserRegistration? registration = null) => RegistrationProgress.At(step, accounts.Value, registration?.WithPasskey == true);

    /// <summary>Whether the account can have a passkey in place of a password.</summary>
    public bool WithPasskeys => passkeys.Enabled;

    /// <summary>Whether a code is going to be mailed.</summary>
    public bool EmailRequired => accounts.Value.PasswordRegistrationEmailRequired;

    public CaptchaView? CaptchaFor(HttpContext context) => CaptchaView.For(context, captcha.Value, proofs);

    /// <summary>The registration token that was shown in this browser and is still good.</summary>
    public async Task<RegistrationToken?> FindInvitationAsync(HttpContext context, CancellationToken cancellationToken) =>
        invitation.Read(context) is { } id ? await tokens.FindValidAsync(id, cancellationToken) : null;

    /// <summary>Where somebody has to go instead of the form: home who is signed in, to the sign-in page where nobody can register, and for a token who has shown none.</summary>
    public async Task<string?> ElsewhereAsync(HttpContext context, Continuation? continuation, CancellationToken cancellationToken) =>
        context.User.GetPerson() is not null ? continuation?.ToPath() ?? AccountPlaces.Home
        : !door.IsOpen ? continuation.With("/login")
        : door.IsByInvitation && await FindInvitationAsync(context, cancellationToken) is null ? continuation.With(InvitationEndpoints.TokenPath)
        : null;
}
