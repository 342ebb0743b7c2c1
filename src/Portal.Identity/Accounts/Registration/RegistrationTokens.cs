using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;

namespace Portal.Identity.Accounts.Registration;

/// <summary>Issues registration tokens and takes them back (policy contract, section 8).</summary>
public sealed class RegistrationTokens(PortalDbContext database, Storage storage, SecretGenerator secrets, TimeProvider clock)
{
    private const int DrawnLength = 12;

    public async Task<IssueOutcome> IssueAsync(NewRegistrationToken wish, CancellationToken cancellationToken)
    {
        if (ReasonAgainst(wish) is { } reason)
        {
            return new IssueOutcome.Invalid(reason);
        }

        var text = wish.Text ?? secrets.Text(DrawnLength);
        return await storage.WriteAsync<IssueOutcome>(
            async () =>
            {
                if (await database.RegistrationTokens.AnyAsync(token => token.Text == text, cancellationToken))
                {
                    return new IssueOutcome.Exists();
                }

                var token = RegistrationToken.Issue(text, wish, clock.GetUtcNow());
                database.RegistrationTokens.Add(token);
                return new IssueOutcome.Issued(token);
            },
            cancellationToken);
    }

    /// <summary>All of them, the oldest first.</summary>
    public async Task<IReadOnlyList<RegistrationToken>> ListAsync(CancellationToken cancellationToken) =>
        await database.RegistrationTokens.AsNoTracking().OrderBy(token => token.CreatedAt).ThenBy(token => token.Id).ToListAsync(cancellationToken);

    /// <summary>The token, if an account can be created with it now.</summary>
    public async Task<RegistrationToken?> FindValidAsync(Guid id, CancellationToken cancellationToken) =>
        await database.RegistrationTokens.AsNoTracking().SingleOrDefaultAsync(token => token.Id == id, cancellationToken) is { } token && token.IsValid(clock.GetUtcNow())
            ? token
            : null;

    /// <summary>From now on nobody can register with it; registrations that have begun cannot be finished.</summary>
    /// <returns>Whether that is new; none if there is no such token.</returns>
    public Task<bool?> RevokeAsync(string text, CancellationToken cancellationToken) => ChangeAsync(text, token => token.TryRevoke(clock.GetUtcNow()), cancellationToken);

    /// <summary>Undoes <see cref="RevokeAsync"/>.</summary>
    /// <inheritdoc cref="RevokeAsync"/>
    public Task<bool?> UnrevokeAsync(string text, CancellationToken cancellationToken) => ChangeAsync(text, token => token.TryUnrevoke(), cancellationToken);

    private Task<bool?> ChangeAsync(string text, Func<RegistrationToken, bool> change, CancellationToken cancellationToken) => storage.WriteAsync(
        async () => await database.RegistrationTokens.SingleOrDefaultAsync(token => token.Text == text, cancellationToken) is { } token ? change(token) : (bool?)null,
        cancellationToken);

    private static string? ReasonAgainst(NewRegistrationToken wish) =>
        wish.UsageLimit < 1 ? "A token must be good for one account at least."
        : wish.Lifetime <= TimeSpan.Zero ? "A token must work for a while."
        : wish.Text is { } text && !IsText(text) ? $"A token has 1 to {RegistrationToken.MaxTextLength} visible characters."
        : wish.InvitedBy is { } name && DisplayNames.Read(name) != name ? $"A name has 1 to {RegistrationToken.MaxInvitedByLength} bytes, on one line."
        : null;

    // What people type is trimmed: white space could never be typed.
    private static bool IsText(string text) =>
        text.Length is > 0 and <= RegistrationToken.MaxTextLength && !text.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || char.IsSurrogate(letter));
}
