using System.Collections.Frozen;
using Microsoft.AspNetCore.Identity;
using Portal.Identity.Accounts.AppPasswords;
using Portal.Identity.Accounts.Disputes;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.FailedSignIns;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Accounts.Recovery;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Authorizations;
using Portal.Identity.Clients;
using Portal.Identity.Devices;
using Portal.Identity.Legacy;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Export;

/// <summary>Where something about a person is stored. A table that belongs to a person stands in one of the two lists; a test holds that, and <c>docs/data.md</c> to them.</summary>
public static class PersonalData
{
    /// <summary>The newest tokens that a person is given: an app may refresh as often as it likes.</summary>
    private const int MaxTokens = 1000;

    /// <summary>What a person is given.</summary>
    public static IReadOnlyList<PersonalDataSet> Given { get; } =
    [
        PersonalDataSet.Of("account", (database, userId) => database.Users.Where(user => user.Id == userId)) with
        {
            Withheld =
            [
                nameof(PortalUser.PasswordHash), nameof(PortalUser.SecurityStamp), nameof(PortalUser.ConcurrencyStamp), nameof(PortalUser.NormalizedUserName),
                nameof(PortalUser.LockoutEnabled), nameof(PortalUser.LockoutEnd), nameof(PortalUser.AccessFailedCount), nameof(PortalUser.TwoFactorEnabled), // the library's, not used here
            ],
        },
        PersonalDataSet.Of("email_addresses", (database, userId) => database.UserEmails.Where(email => email.UserId == userId).OrderBy(email => email.CreatedAt)) with
        {
            Withheld = [nameof(UserEmail.UserId), nameof(UserEmail.NormalizedAddress)],
        },
        PersonalDataSet.Of("former_email_addresses", (database, userId) => database.FormerEmails.Where(email => email.UserId == userId).OrderBy(email => email.RemovedAt)) with
        {
            Withheld = [nameof(FormerEmail.UserId), nameof(FormerEmail.NormalizedAddress)],
        },
        PersonalDataSet.Of("email_verifications", VerificationsOf) with { Withheld = [nameof(EmailVerification.UserId)] },
        PersonalDataSet.Of("registrations", (database, userId) => database.Registrations.Where(registration => registration.UserId == userId).OrderBy(registration => registration.CreatedAt)) with
        {
            Withheld = [nameof(UserRegistration.UserId), nameof(UserRegistration.PasswordHash), nameof(UserRegistration.Passkey), nameof(UserRegistration.PasskeyName)],
        },
        PersonalDataSet.Of("second_step", (database, userId) => database.Authenticators.Where(authenticator => authenticator.UserId == userId)) with
        {
            Withheld = [nameof(Authenticator.UserId), nameof(Authenticator.ProtectedKey), nameof(Authenticator.LastStep)],
        },
        PersonalDataSet.Of("recovery_codes", (database, userId) => database.RecoveryCodes.Where(code => code.UserId == userId).OrderBy(code => code.CreatedAt)) with
        {
            Withheld = [nameof(RecoveryCode.UserId)],
        },
        PersonalDataSet.Of("passkeys", (database, userId) => database.Passkeys.Where(passkey => passkey.UserId == userId).OrderBy(passkey => passkey.CreatedAt)) with
        {
            Withheld = [nameof(Passkey.UserId)],
        },
        PersonalDataSet.Of("browser_sessions", (database, userId) => database.BrowserSessions.Where(session => session.UserId == userId).OrderBy(session => session.CreatedAt)) with
        {
            Withheld = [nameof(BrowserSession.UserId)],
        },
        PersonalDataSet.Of("known_browsers", (database, userId) => database.KnownBrowsers.Where(browser => browser.UserId == userId).OrderBy(browser => browser.FirstSeenAt)) with
        {
            Withheld = [nameof(KnownBrowser.UserId)],
        },
        PersonalDataSet.Of("known_networks", (database, userId) => database.KnownNetworks.Where(network => network.UserId == userId).OrderBy(network => network.FirstSeenAt)) with
        {
            Withheld = [nameof(KnownNetwork.UserId)],
        },
        PersonalDataSet.Of("app_sessions", (database, userId) => database.OAuthSessions.Where(session => session.UserId == userId).OrderBy(session => session.CreatedAt)) with
        {
            Withheld = [nameof(OAuthSession.UserId)],
        },
        PersonalDataSet.Of("access_tokens", (database, userId) => database.AccessTokens
            .Where(token => database.OAuthSessions.Any(session => session.Id == token.SessionId && session.UserId == userId)).OrderByDescending(token => token.CreatedAt).Take(MaxTokens)),
        PersonalDataSet.Of("refresh_tokens", (database, userId) => database.RefreshTokens
            .Where(token => database.OAuthSessions.Any(session => session.Id == token.SessionId && session.UserId == userId)).OrderByDescending(token => token.CreatedAt).Take(MaxTokens)),
        PersonalDataSet.Of("legacy_sessions", (database, userId) => database.LegacySessions.Where(session => session.UserId == userId).OrderBy(session => session.CreatedAt)) with
        {
            Withheld = [nameof(LegacySession.UserId)],
        },
        PersonalDataSet.Of("legacy_access_tokens", (database, userId) => database.LegacyAccessTokens
            .Where(token => database.LegacySessions.Any(session => session.Id == token.SessionId && session.UserId == userId)).OrderByDescending(token => token.CreatedAt).Take(MaxTokens)),
        PersonalDataSet.Of("legacy_refresh_tokens", (database, userId) => database.LegacyRefreshTokens
            .Where(token => database.LegacySessions.Any(session => session.Id == token.SessionId && session.UserId == userId)).OrderByDescending(token => token.CreatedAt).Take(MaxTokens)),
        PersonalDataSet.Of("personal_sessions", (database, userId) => database.PersonalSessions
            .Where(session => session.OwnerUserId == userId || session.ActorUserId == userId).OrderBy(session => session.CreatedAt)),
        PersonalDataSet.Of("personal_access_tokens", (database, userId) => database.PersonalAccessTokens
            .Where(token => database.PersonalSessions.Any(session => session.Id == token.SessionId && (session.OwnerUserId == userId || session.ActorUserId == userId))).OrderBy(token => token.CreatedAt)),
        PersonalDataSet.Of("app_passwords", (database, userId) => database.AppPasswords.Where(password => password.UserId == userId).OrderBy(password => password.CreatedAt)) with
        {
            Withheld = [nameof(AppPassword.UserId)],
        },
        PersonalDataSet.Of("legacy_requests", (database, userId) => database.SsoLogins
            .Where(login => database.BrowserSessions.Any(session => session.Id == login.BrowserSessionId && session.UserId == userId)).OrderBy(login => login.CreatedAt)),
        PersonalDataSet.Of("app_requests", (database, userId) => database.AuthorizationGrants
            .Where(grant => database.BrowserSessions.Any(session => session.Id == grant.BrowserSessionId && session.UserId == userId)).OrderBy(grant => grant.CreatedAt)) with
        {
            Withheld = [nameof(AuthorizationGrant.State), nameof(AuthorizationGrant.Nonce), nameof(AuthorizationGrant.CodeChallenge)], // secrets of the app's
        },
        PersonalDataSet.Of("device_requests", (database, userId) => database.DeviceCodeGrants
            .Where(grant => database.BrowserSessions.Any(session => session.Id == grant.BrowserSessionId && session.UserId == userId)).OrderBy(grant => grant.CreatedAt)) with
        {
            Withheld = [nameof(DeviceCodeGrant.UserCode)],
        },
        PersonalDataSet.Of("apps", (database, userId) => database.Clients
            .Where(client => database.OAuthSessions.Any(session => session.ClientId == client.Id && session.UserId == userId)).OrderBy(client => client.Id)) with
        {
            Only = [nameof(Client.Id), nameof(Client.ClientName), nameof(Client.ClientUri), nameof(Client.IdUrl)],
        },
        PersonalDataSet.Of("security_events", (database, userId) => database.SecurityEvents.Where(happened => happened.UserId == userId).OrderBy(happened => happened.CreatedAt)) with
        {
            Withheld = [nameof(SecurityEvent.UserId)],
        },
        PersonalDataSet.Of("failed_sign_ins", (database, userId) => database.FailedSignIns.Where(failed => failed.UserId == userId).OrderBy(failed => failed.Hour)) with
        {
            Withheld = [nameof(FailedSignIn.UserId)],
        },
        PersonalDataSet.Of("sign_ins_elsewhere", (database, userId) => database.Set<IdentityUserLogin<Guid>>().Where(login => login.UserId == userId).OrderBy(login => login.LoginProvider)) with
        {
            Withheld = [nameof(IdentityUserLogin<>.UserId)],
        },
    ];

    /// <summary>What is stored and not given, and why.</summary>
    public static FrozenDictionary<Type, string> NotGiven { get; } = new Dictionary<Type, string>
    {
        [typeof(EmailVerificationCode)] = "Says only when a mail was sent; the code itself is stored nowhere.",
        [typeof(RecoveryTicket)] = "Says only that a link was mailed to replace a forgotten password; a hash of it is stored, and all of it is gone after a week.",
        [typeof(DisputeTicket)] = "Says only that a notice was mailed to an address, with a link to take the account back; a hash of it is stored, and all of it is gone a week after it expires.",
        [typeof(PushedAuthorizationRequest)] = "What an app asked before anybody was there to be asked; gone after an hour.",
        [typeof(IdentityUserClaim<Guid>)] = "The library's table; nothing is written to it.",
        [typeof(IdentityUserToken<Guid>)] = "The library's table; nothing is written to it.",
    }.ToFrozenDictionary();

    // Those of an address that was added, and that of the registration.
    private static IQueryable<EmailVerification> VerificationsOf(PortalDbContext database, Guid userId) => database.EmailVerifications
        .Where(verification => verification.UserId == userId
            || database.Registrations.Any(registration => registration.UserId == userId && registration.EmailVerificationId == verification.Id))
        .OrderBy(verification => verification.CreatedAt);
}
