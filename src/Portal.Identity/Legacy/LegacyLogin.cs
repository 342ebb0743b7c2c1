using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.AppPasswords;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Legacy;

/// <summary>Signs an app in by the Matrix login of before OAuth, with a password or a login token (compat contract, sections 5 and 6).</summary>
/// <remarks>Nobody gets a token for a device that the homeserver does not have: it would answer every request with it as if the token were wrong.</remarks>
public sealed partial class LegacyLogin(
    PortalDbContext database,
    Storage storage,
    DeviceLocks devices,
    AccountNames names,
    PasswordProof proof,
    AppPasswordProof appPasswords,
    PasswordSwitches passwords,
    AccountPassword account,
    SecondFactors factors,
    SecondStepPolicy secondStep,
    AccountPasskeys passkeys,
    LegacySessions sessions,
    KnownNetworks networks,
    LegacyTokenIssuer issuer,
    SessionEnd ending,
    HomeserverDevices homeserver,
    IOptions<MatrixOptions> matrix,
    TimeProvider clock,
    ILogger<LegacyLogin> logger)
{
    /// <summary>Whether anybody signs in with a password.</summary>
    public bool TakesPasswords => passwords.Enabled;

    /// <summary>Whether an address may stand for a username.</summary>
    public bool TakesAddresses => names.AddressesAllowed;

    /// <exception cref="PasswordGateBusyException">Too many people are signing in at this moment; nothing was hashed.</exception>
    public async Task<MatrixResult<LegacyLoginResponse>> SignInAsync(PasswordLogin login, LegacyDevice device, Requester requester, CancellationToken cancellationToken)
    {
        if (!passwords.Enabled)
        {
            return MatrixError.InvalidLoginType;
        }

        if (device.Check() is { } refusal)
        {
            return refusal;
        }

        var began = proof.Begin();
        var name = login.IsAddress ? login.Identifier : matrix.Value.LocalpartOf(login.Identifier, StringComparison.Ordinal);
        var user = login.IsAddress ? await names.FindByAddressAsync(name, cancellationToken) : await names.FindAsync(name, cancellationToken);
        return await proof.TryForAppAsync(began, user, names.Normalize(name), login.Password, requester, cancellationToken) switch
        {
            PasswordProofOutcome.Proven proven => await BeginAsync(proven.UserId, _ => ConfirmAsync(proven, cancellationToken), device, requester, cancellationToken),
            PasswordProofOutcome.ProvenByAppPassword proven => await BeginAsync(proven.UserId, now => ConfirmAsync(proven, now, cancellationToken), device, requester, cancellationToken),
            PasswordProofOutcome.RateLimited limited => MatrixError.LimitExceeded(limited.RetryAfter),
            _ => MatrixError.WrongPassword,
        };
    }

    /// <param name="token">The <c>loginToken</c> that the browser brought back.</param>
    public async Task<MatrixResult<LegacyLoginResponse>> RedeemAsync(string token, LegacyDevice device, Requester requester, CancellationToken cancellationToken)
    {
        if (device.Check() is { } refusal)
        {
            return refusal;
        }

        var hash = TokenFormat.HashOf(token);
        var owner = await (from login in database.SsoLogins
                           join browser in database.BrowserSessions on login.BrowserSessionId equals browser.Id
                           where login.TokenHash == hash
                           select (Guid?)browser.UserId).SingleOrDefaultAsync(cancellationToken);
        return owner is { } userId
            ? await BeginAsync(userId, now => FindAsync(hash, now, requester, cancellationToken), device, requester, cancellationToken)
            : MatrixError.InvalidLoginToken;
    }

    /// <param name="admit">Who signs in, as of now; part of the change, and changes nothing itself.</param>
    private async Task<MatrixResult<LegacyLoginResponse>> BeginAsync(
        Guid userId, Func<DateTimeOffset, Task<MatrixResult<Admission>>> admit, LegacyDevice device, Requester requester, CancellationToken cancellationToken)
    {
        await using var turn = await devices.HoldAsync(userId, cancellationToken);
        var begun = await storage.WriteAsync(() => BeginAsync(userId, admit, device, requester, clock.GetUtcNow(), cancellationToken), cancellationToken);
        if (!begun.Succeeded)
        {
            return begun.Error;
        }

        var (user, session, response) = begun.Value;
        try
        {
            await homeserver.EnsureAsync(user, session.DeviceId!, session.HumanName, cancellationToken);
            return response;
        }
        catch (HomeserverException exception)
        {
            LogRefused(exception, session.Id);
            await EndAsync(session.Id);
            return MatrixError.Internal;
        }
        catch
        {
            await EndAsync(session.Id);
            throw;
        }
    }

    private async Task<MatrixResult<Begun>> BeginAsync(
        Guid userId, Func<DateTimeOffset, Task<MatrixResult<Admission>>> admit, LegacyDevice device, Requester requester, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Before anything is read: a new password, or the end of all sessions, comes before this or after it.
        await account.LockAsync(userId, cancellationToken);
        await storage.LockAsync(SessionEnd.LockOf(userId), cancellationToken);
        var admission = await admit(now);
        if (!admission.Succeeded)
        {
            return admission.Error;
        }

        var (user, browserSessionId, accept) = admission.Value;
        var appPasswordId = admission.Value.AppPasswordId;
        if (user is { IsUsable: false })
        {
            return user.DeactivatedAt is null ? MatrixError.UserLocked : browserSessionId is null ? MatrixError.WrongPassword : MatrixError.InvalidLoginToken;
        }

        var session = await sessions.BeginAsync(user, browserSessionId, appPasswordId, device, requester, now, cancellationToken);
        if (!session.Succeeded)
        {
            return session.Error;
        }

        accept(session.Value);
        if (browserSessionId is null)
        {
            await networks.MeetAsync(user, session.Value.Id, requester, isTold: false, cancellationToken); // of the other one's browser, the owner was told there
        }

        return new Begun(user, session.Value, Respond(user, session.Value, device, now));
    }

    // Apps that know only passwords can take no second step; they can go by the browser.
    private async Task<MatrixResult<Admission>> ConfirmAsync(PasswordProofOutcome.Proven proven, CancellationToken cancellationToken) =>
        await proof.ConfirmAsync(proven, cancellationToken) is not { } user ? MatrixError.WrongPassword
        : secondStep.IsOverdue(user, clock.GetUtcNow()) || (secondStep.Concerns(user) && await passkeys.HasAnyAsync(user.Id, cancellationToken)) || await factors.HasSecondFactorAsync(user.Id, cancellationToken) ? MatrixError.SecondStepNeeded
        : new Admission(user, BrowserSessionId: null, session =>
        {
            user.PasswordHash = proven.NewHash ?? user.PasswordHash;
            secondStep.Remind(user, session.CreatedAt);
        });

    private async Task<MatrixResult<Admission>> ConfirmAsync(PasswordProofOutcome.ProvenByAppPassword proven, DateTimeOffset now, CancellationToken cancellationToken) =>
        await appPasswords.ConfirmAsync(proven, cancellationToken) is var (user, password)
            ? new Admission(user, BrowserSessionId: null, _ => password.Use(now)) { AppPasswordId = password.Id }
            : MatrixError.WrongPassword;

    private async Task<MatrixResult<Admission>> FindAsync(byte[] hash, DateTimeOffset now, Requester requester, CancellationToken cancellationToken)
    {
        var found = await (from login in database.SsoLogins
                           join browser in database.BrowserSessions on login.BrowserSessionId equals browser.Id
                           join user in database.Users on browser.UserId equals user.Id
                           where login.TokenHash == hash
                           select new { Login = login, Browser = browser, User = user }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return MatrixError.InvalidLoginToken;
        }

        if (found.Login.ExchangedAt is { } exchangedAt)
        {
            NoteIfReplayed(found.Login, exchangedAt, found.User.Id, requester, now);
            return MatrixError.InvalidLoginToken;
        }

        return found.Login.HasTokenExpired(now) ? MatrixError.LoginTokenExpired
            : found.Browser.FinishedAt is not null ? MatrixError.InvalidLoginToken
            : new Admission(found.User, found.Browser.Id, session => found.Login.Exchange(session, now));
    }

    // Somebody who is slow may send a token twice; nobody sends it again when it would not have worked any more.
    private void NoteIfReplayed(SsoLogin login, DateTimeOffset exchangedAt, Guid userId, Requester requester, DateTimeOffset now)
    {
        if (now > exchangedAt + SsoLogin.TokenLifetime)
        {
            database.SecurityEvents.Add(SecurityEvent.Record(userId, SecurityEvent.LoginTokenReplayed, login.LegacySessionId, requester.AddressText, now));
        }
    }

    private LegacyLoginResponse Respond(PortalUser user, LegacySession session, LegacyDevice device, DateTimeOffset now)
    {
        var pair = device.CanRefresh ? issuer.IssuePair(session, now) : null;
        return new LegacyLoginResponse
        {
            AccessToken = pair?.AccessToken ?? issuer.IssueLasting(session, now),
            DeviceId = session.DeviceId,
            UserId = matrix.Value.UserIdOf(user.UserName!),
            RefreshToken = pair?.RefreshToken,
            ExpiresInMs = pair?.ExpiresInMs,
        };
    }

    // Nobody has the tokens yet. What the homeserver has made of the device, the job sets right. Also when the app has gone: it must not stay half done.
    private Task EndAsync(Guid sessionId) => storage.WriteAsync(
        async () => ending.Apply(await database.LegacySessions.Where(session => session.Id == sessionId && session.FinishedAt == null).ToListAsync(CancellationToken.None), clock.GetUtcNow()),
        CancellationToken.None);

    [LoggerMessage(2901, LogLevel.Error, "The homeserver did not take the device of legacy session {SessionId}; the session is ended.")]
    private partial void LogRefused(Exception exception, Guid sessionId);

    /// <param name="BrowserSessionId">In which it was allowed; none with a password.</param>
    /// <param name="Accept">What else changes once there is a session.</param>
    private sealed record Admission(PortalUser User, Guid? BrowserSessionId, Action<LegacySession> Accept)
    {
        /// <summary>As of <see cref="LegacySession.AppPasswordId"/>.</summary>
        public Guid? AppPasswordId { get; init; }
    }

    private sealed record Begun(PortalUser User, LegacySession Session, LegacyLoginResponse Response);
}
