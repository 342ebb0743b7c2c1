using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Registration;

/// <summary>The step in which a passkey is made for an account that does not exist yet; it waits with the registration until it does.</summary>
public sealed class RegistrationPasskey(PortalDbContext database, Storage storage, PasskeyCeremonies ceremonies, RateLimiter limiter, IOptions<RateLimitOptions> limits, IOptions<MatrixOptions> matrix)
{
    /// <summary>Asks for the passkey. The account's id is that of the registration, so that the passkey can name its owner already.</summary>
    public Task<PasskeyQuestion> AskAsync(UserRegistration registration) => ceremonies.AskForNewAsync(
        PasskeyPurpose.Register(registration.Id),
        new PasskeyUserEntity { Id = registration.Id.ToString(), Name = matrix.Value.UserIdOf(registration.Username), DisplayName = registration.DisplayName ?? registration.Username });

    /// <summary>Keeps the passkey that was made.</summary>
    /// <param name="fallbackName">What to call it if it does not say who keeps it.</param>
    /// <returns><see langword="false"/>, and no change, if the answer proves nothing, comes too late, or too many came from there.</returns>
    public async Task<bool> TakeAsync(Guid registrationId, PasskeyAnswer answer, string fallbackName, Requester requester, CancellationToken cancellationToken) =>
        await limiter.TryTakeAsync(PasskeySignIn.LimitName, limits.Value.Passkey, RateLimitKeys.ForAddress(requester.Address), cancellationToken) is { Allowed: true }
        && await ceremonies.JudgeNewAsync(answer) is { } made && await storage.WriteAsync(
            async () =>
            {
                if (await database.Registrations.SingleOrDefaultAsync(registration => registration.Id == registrationId && registration.WithPasskey && registration.CompletedAt == null, cancellationToken) is not { } registration)
                {
                    return false;
                }

                registration.Keep(made, PasskeyProviders.NameOf(made.Provider) ?? fallbackName);
                return true;
            },
            cancellationToken);
}
