using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Authorizations;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Registration;

/// <summary>Moves a registration on, step by step; <see cref="FinishAsync"/> alone decides what comes next (flows contract, section 6).</summary>
public sealed class RegistrationService(
    PortalDbContext database,
    Storage storage,
    RegistrationDoor door,
    RegistrationForm form,
    RegistrationTokenLookup tokens,
    UserManager<PortalUser> users,
    SecondStepPolicy secondStep,
    BrowserSessions sessions,
    PasswordSchemes passwords,
    PasswordGate gate,
    PasswordAllowance judgements,
    NameAllowance names,
    EmailVerifications verifications,
    IHomeserver homeserver,
    HomeserverQuestions questions,
    HomeserverJobs jobs,
    RateLimiter limiter,
    IOptions<RateLimitOptions> limits,
    IOptions<AccountOptions> options,
    TimeProvider clock)
{
    /// <summary>Takes the first form: stores the registration and sends the code.</summary>
    /// <remarks>The allowances for accounts and mails are used only when nothing else is wrong, so that mistakes cost none.</remarks>
    /// <exception cref="PasswordGateBusyException">Too many passwords wait to be hashed; nothing was hashed.</exception>
    public async Task<StartOutcome> StartAsync(RegisterCommand command, CancellationToken cancellationToken)
    {
        if (!door.IsOpen)
        {
            return new StartOutcome.Closed();
        }

        if (!command.WithPasskey && await judgements.TryJudgeAsync(command.Requester, cancellationToken) is { Allowed: false } exhausted)
        {
            return new StartOutcome.RateLimited(exhausted.RetryAfter);
        }

        if (await names.TryTakeAsync(command.Requester, cancellationToken) is { Allowed: false } tooCurious)
        {
            return new StartOutcome.RateLimited(tooCurious.RetryAfter);
        }

        var problems = await form.CheckAsync(command, cancellationToken);
        if (problems.Count > 0)
        {
            return new StartOutcome.Refused(problems);
        }

        var email = options.Value.PasswordRegistrationEmailRequired ? command.Email : null;
        if (await TakeAllowanceAsync(email, command.Requester, cancellationToken) is { Allowed: false } limited)
        {
            return new StartOutcome.RateLimited(limited.RetryAfter);
        }

        var hash = command.WithPasskey ? null : await gate.RunAsync(() => passwords.Hash(command.Password), cancellationToken);
        var details = new RegistrationDetails(
            command.Username, email, hash, command.TermsUri, command.Continuation?.ToQuery(), command.Language, command.Requester.AddressText, command.Requester.UserAgent)
        {
            TokenId = door.IsByInvitation ? command.TokenId : null,
        };
        return await storage.WriteAsync(() => Task.FromResult<StartOutcome>(Store(details)), cancellationToken);
    }

    /// <summary>The registration; none if there is no such.</summary>
    public Task<UserRegistration?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        database.Registrations.AsNoTracking().Include(registration => registration.EmailVerification)
            .SingleOrDefaultAsync(registration => registration.Id == id, cancellationToken);

    /// <summary>Compares a code with every code that was sent.</summary>
    public async Task<VerifyOutcome> VerifyEmailAsync(Guid id, string code, CancellationToken cancellationToken)
    {
        var registration = await FindAsync(id, cancellationToken);
        if (!IsWaiting(registration))
        {
            return new VerifyOutcome.NotWaiting();
        }

        var verificationId = registration!.EmailVerificationId!.Value;
        var attempt = await verifications.TakeAttemptAsync(verificationId, cancellationToken);
        return attempt.Allowed
            ? await storage.WriteAsync(() => CompareAsync(verificationId, code, cancellationToken), cancellationToken)
            : new VerifyOutcome.RateLimited(attempt.RetryAfter);
    }

    /// <summary>Sends another code; the earlier ones keep working until they expire.</summary>
    public async Task<VerifyOutcome> ResendAsync(Guid id, Requester requester, CancellationToken cancellationToken)
    {
        var registration = await FindAsync(id, cancellationToken);
        if (!IsWaiting(registration))
        {
            return new VerifyOutcome.NotWaiting();
        }

        var allowance = await verifications.TakeResendAllowanceAsync(registration!.EmailVerificationId!.Value, registration.Email!, requester, cancellationToken);
        if (!allowance.Allowed)
        {
            return new VerifyOutcome.RateLimited(allowance.RetryAfter);
        }

        await storage.WriteAsync(
            () =>
            {
                SendCode(registration.EmailVerificationId!.Value, registration.Username, registration.Language);
                return Task.CompletedTask;
            },
            cancellationToken);
        return new VerifyOutcome.Sent();
    }

    /// <summary>Takes a registration token for a registration that has none, or none that is still good.</summary>
    public async Task<RegistrationTokenOutcome> AttachTokenAsync(Guid id, string typed, Requester requester, CancellationToken cancellationToken)
    {
        if (!await NeedsTokenAsync(id, cancellationToken))
        {
            return new RegistrationTokenOutcome.NotWaiting();
        }

        var found = await tokens.FindAsync(typed, requester, cancellationToken);
        if (found is RegistrationTokenOutcome.Valid valid)
        {
            await ChangeAsync(id, registration => Attach(registration, valid.Token), cancellationToken);
        }

        return found;
    }

    /// <summary>Whether the registration asks for a registration token: none was shown, or it is not good any more.</summary>
    public async Task<bool> NeedsTokenAsync(Guid id, CancellationToken cancellationToken) =>
        door.IsByInvitation
        && await FindAsync(id, cancellationToken) is { CompletedAt: null } registration
        && !registration.HasExpired(clock.GetUtcNow())
        && !await HasValidTokenAsync(registration, cancellationToken);

    /// <summary>Sets what others shall see.</summary>
    /// <param name="typed">None to go by the username.</param>
    /// <returns><see langword="false"/>, and no change, if that is no name.</returns>
    public async Task<bool> ChooseDisplayNameAsync(Guid id, string? typed, CancellationToken cancellationToken)
    {
        var name = typed is null ? null : DisplayNames.Read(typed);
        if (typed is not null && name is null)
        {
            return false;
        }

        await ChangeAsync(id, registration => registration.ChooseDisplayName(name ?? registration.Username), cancellationToken);
        return true;
    }

    /// <summary>Takes another name for a registration whose name was taken meanwhile; everything else is kept.</summary>
    public async Task<NewNameOutcome> RenameAsync(Guid id, string username, Requester requester, CancellationToken cancellationToken)
    {
        if (await names.TryTakeAsync(requester, cancellationToken) is { Allowed: false } limited)
        {
            return new NewNameOutcome.RateLimited(limited.RetryAfter);
        }

        var problems = await form.CheckUsernameAsync(username, cancellationToken);
        if (problems.Count > 0)
        {
            return new NewNameOutcome.Refused(problems);
        }

        await ChangeAsync(id, registration => registration.Rename(username), cancellationToken);
        return new NewNameOutcome.Chosen();
    }

    /// <summary>Creates the account if every step is done; otherwise says which one is missing.</summary>
    /// <param name="replacedSessionId">The browser session that this browser has now; it ends when the new one begins.</param>
    public async Task<FinishOutcome> FinishAsync(Guid id, Requester requester, Guid? replacedSessionId, CancellationToken cancellationToken)
    {
        string? freeName = null;
        while (true)
        {
            var known = freeName;
            var outcome = await storage.WriteAsync(() => FinishOnceAsync(id, requester, replacedSessionId, known, cancellationToken), cancellationToken);
            if (outcome is not FinishOutcome.AsksHomeserver { Username: var username })
            {
                return outcome;
            }

            // Between two changes: none waits for the homeserver.
            switch (await questions.IsUsernameAvailableAsync(username, cancellationToken))
            {
                case null:
                    return new FinishOutcome.HomeserverAway();
                case false:
                    return new FinishOutcome.NameTaken(username);
                default:
                    freeName = username;
                    break;
            }
        }
    }

    /// <param name="freeName">The name that the homeserver has just called free.</param>
    private async Task<FinishOutcome> FinishOnceAsync(Guid id, Requester requester, Guid? replacedSessionId, string? freeName, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await storage.LockAsync($"registration:{id}", cancellationToken); // a form sent twice is one registration, not two for one name
        var registration = await database.Registrations.Include(registration => registration.EmailVerification)
            .SingleOrDefaultAsync(registration => registration.Id == id, cancellationToken);
        if (registration is null)
        {
            return new FinishOutcome.Unknown();
        }

        var continuation = Continuation.Parse(registration.Continuation);
        if (registration.CompletedAt is not null)
        {
            return new FinishOutcome.AlreadyCompleted(continuation);
        }

        if (registration.HasExpired(now))
        {
            return new FinishOutcome.Expired(continuation);
        }

        // The user store looks for the name once more and would call it an error of ours.
        await storage.LockAsync($"username:{users.NormalizeName(registration.Username)}", cancellationToken);
        if (await form.IsTakenAsync(registration.Username, cancellationToken))
        {
            return new FinishOutcome.NameTaken(registration.Username);
        }

        if (door.IsByInvitation)
        {
            if (registration.TokenId is null)
            {
                return new FinishOutcome.NeedsToken();
            }

            await storage.LockAsync($"registration-token:{registration.TokenId}", cancellationToken); // of many at once, no more than its limit
            if (!await HasValidTokenAsync(registration, cancellationToken))
            {
                return new FinishOutcome.TokenNoLongerValid(continuation);
            }
        }

        if (registration.EmailVerification is { CompletedAt: null })
        {
            return new FinishOutcome.NeedsEmailCode();
        }

        var address = registration.Email is { } email && EmailAddress.TryParse(email, out var parsed) ? parsed : null;
        if (address is not null && await IsInUseAsync(address, cancellationToken))
        {
            return new FinishOutcome.EmailInUse(address.Value, continuation);
        }

        if (options.Value.RegistrationAsksDisplayName && registration.DisplayName is null)
        {
            return new FinishOutcome.NeedsDisplayName();
        }

        if (registration.Passkey is { CredentialId: var credentialId } && await database.Passkeys.AnyAsync(passkey => passkey.CredentialId == credentialId, cancellationToken))
        {
            registration.Keep(null, null); // somebody else has it since
        }

        if (registration is { WithPasskey: true, Passkey: null })
        {
            return new FinishOutcome.NeedsPasskey();
        }

        if (homeserver.Exists && registration.Username != freeName)
        {
            return new FinishOutcome.AsksHomeserver(registration.Username);
        }

        await CountTokenAsync(registration, now, cancellationToken);
        var user = await CreateUserAsync(registration, now);
        if (registration.Passkey is { } passkey)
        {
            database.Passkeys.Add(Passkey.Of(user.Id, passkey, registration.PasskeyName!, now));
        }

        if (address is not null)
        {
            database.UserEmails.Add(UserEmail.Confirmed(user.Id, address, now));
        }

        jobs.Provision(user.Id, isNew: true);
        var proof = registration.WithPasskey ? ProofMethods.Passkey : ProofMethods.Password;
        registration.Complete(user.Id, now);
        return new FinishOutcome.Completed(await sessions.BeginAsync(user, requester, replacedSessionId, new SignInProof(now, proof), cancellationToken), continuation);
    }

    private async Task<PortalUser> CreateUserAsync(UserRegistration registration, DateTimeOffset now)
    {
        // A passkey that was made on the way names its owner by this id.
        var user = new PortalUser(registration.Username, now) { Id = registration.Id, PasswordHash = registration.WithPasskey ? null : registration.PasswordHash };
        user.Speak(registration.Language);
        user.Rename(registration.DisplayName);
        if (registration.TermsUri is { } terms)
        {
            user.AcceptTerms(terms, now);
        }

        if (!registration.WithPasskey)
        {
            secondStep.Remind(user, now);
        }

        var created = await users.CreateAsync(user);
        return created.Succeeded
            ? user
            : throw new InvalidOperationException($"The user store refused a checked account: {string.Join(", ", created.Errors.Select(error => error.Code))}.");
    }

    private async Task<bool> HasValidTokenAsync(UserRegistration registration, CancellationToken cancellationToken) =>
        await database.RegistrationTokens.AsNoTracking().SingleOrDefaultAsync(token => token.Id == registration.TokenId, cancellationToken) is { } token
        && token.IsValid(clock.GetUtcNow());

    private async Task CountTokenAsync(UserRegistration registration, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (door.IsByInvitation)
        {
            (await database.RegistrationTokens.SingleAsync(token => token.Id == registration.TokenId, cancellationToken)).Use(now);
        }
    }

    private void Attach(UserRegistration registration, RegistrationToken token)
    {
        if (registration is { TokenId: null, EmailVerificationId: { } verificationId })
        {
            SendCode(verificationId, registration.Username, registration.Language);
        }

        registration.Attach(token);
    }

    private Task ChangeAsync(Guid id, Action<UserRegistration> change, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            if (await database.Registrations.SingleOrDefaultAsync(registration => registration.Id == id && registration.CompletedAt == null, cancellationToken) is { } registration)
            {
                change(registration);
            }
        },
        cancellationToken);

    private async Task<bool> IsInUseAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        // No constraint can hold this rule, because imports may break it: two registrations must not pass here side by side.
        await storage.LockAsync($"email:{address.Normalised}", cancellationToken);
        return await database.UserEmails.AnyAsync(email => email.NormalizedAddress == address.Normalised, cancellationToken);
    }

    private StartOutcome.Started Store(RegistrationDetails details)
    {
        var now = clock.GetUtcNow();
        var registration = UserRegistration.Start(details, now);
        database.Registrations.Add(registration);
        if (details.Email is { } email)
        {
            var verification = EmailVerification.Start(email, now);
            registration.Verify(verification);
            // Who has shown no token where one is needed has nobody mailed.
            if (details.TokenId is not null || !door.IsByInvitation)
            {
                SendCode(verification.Id, details.Username, details.Language);
            }
        }

        return new StartOutcome.Started(registration.Id);
    }

    private void SendCode(Guid verificationId, string username, string language) =>
        verifications.SendCode(verificationId, username, language);

    private async Task<VerifyOutcome> CompareAsync(Guid verificationId, string code, CancellationToken cancellationToken)
    {
        var verification = await database.EmailVerifications.Include(verification => verification.Codes)
            .SingleAsync(verification => verification.Id == verificationId, cancellationToken);
        var outcome = verifications.Judge(verification, code);
        if (outcome is VerifyOutcome.Verified)
        {
            verification.Complete(clock.GetUtcNow());
        }

        return outcome;
    }

    private async Task<RateLimitDecision> TakeAllowanceAsync(string? email, Requester requester, CancellationToken cancellationToken)
    {
        var allowance = await limiter.TryTakeAsync("registration", limits.Value.Registration, RateLimitKeys.ForAddress(requester.Address), cancellationToken);
        return allowance.Allowed && email is not null ? await verifications.TakeMailAllowanceAsync(email, requester, cancellationToken) : allowance;
    }

    private bool IsWaiting(UserRegistration? registration) =>
        registration is { CompletedAt: null, EmailVerification.CompletedAt: null } && !registration.HasExpired(clock.GetUtcNow())
        && (registration.TokenId is not null || !door.IsByInvitation);
}
