using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Passkeys;

/// <summary>The passkeys of an account: added, named and removed by its owner, who has proven lately who they are.</summary>
/// <remarks>Every query names the owner: somebody else's looks exactly like one that does not exist.</remarks>
public sealed class AccountPasskeys(
    PortalDbContext database,
    Storage storage,
    PasskeyCeremonies ceremonies,
    BrowserSessions sessions,
    AccountPassword account,
    AccountNotices notices,
    PasswordSwitches passwords,
    IOptions<MatrixOptions> matrix,
    TimeProvider clock)
{
    /// <summary>Most of one account: what signs in must stay a list that its owner can look through.</summary>
    public const int MaxPerAccount = 25;

    /// <summary>The oldest first.</summary>
    public async Task<IReadOnlyList<Passkey>> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        await database.Passkeys.AsNoTracking().Where(passkey => passkey.UserId == userId).OrderBy(passkey => passkey.Id).ToListAsync(cancellationToken);

    /// <summary>None if the person has no such passkey.</summary>
    public Task<Passkey?> FindAsync(Guid userId, Guid id, CancellationToken cancellationToken) =>
        database.Passkeys.AsNoTracking().SingleOrDefaultAsync(passkey => passkey.UserId == userId && passkey.Id == id, cancellationToken);

    public Task<bool> HasAnyAsync(Guid userId, CancellationToken cancellationToken) => database.Passkeys.AnyAsync(passkey => passkey.UserId == userId, cancellationToken);

    /// <summary>Whether the person could still sign in without this passkey.</summary>
    public async Task<bool> CanRemoveAsync(Guid userId, Guid id, CancellationToken cancellationToken) =>
        await database.Passkeys.AnyAsync(passkey => passkey.UserId == userId && passkey.Id != id, cancellationToken)
        || (passwords.Enabled && await database.Users.AnyAsync(user => user.Id == userId && user.PasswordHash != null, cancellationToken));

    /// <summary>Asks for a new passkey; those that the account has are not offered again.</summary>
    public Task<PasskeyQuestion> AskForNewAsync(SignedInPerson person) => ceremonies.AskForNewAsync(
        PasskeyPurpose.Add(person.BrowserSessionId),
        new PasskeyUserEntity { Id = person.UserId.ToString(), Name = matrix.Value.UserIdOf(person.Username), DisplayName = person.Name });

    /// <summary>Keeps the passkey that was made. Every address of the account is told.</summary>
    /// <param name="fallbackName">What to call it if it does not say who keeps it.</param>
    public async Task<AddPasskeyOutcome> AddAsync(SignedInPerson person, PasskeyAnswer answer, string fallbackName, Requester requester, CancellationToken cancellationToken) =>
        await ceremonies.JudgeNewAsync(answer) is { } made
            ? await storage.WriteAsync(() => AddOnceAsync(person, made, PasskeyProviders.NameOf(made.Provider) ?? fallbackName, requester, cancellationToken), cancellationToken)
            : new AddPasskeyOutcome.Refused();

    /// <returns>What is wrong with the name; none if it was taken, or if there is no such passkey any more.</returns>
    public async Task<FormProblem?> RenameAsync(SignedInPerson person, Guid id, string name, CancellationToken cancellationToken)
    {
        if (ProgramName.FindProblem(name) is { } code)
        {
            return new FormProblem("name", code);
        }

        await storage.WriteAsync(
            async () =>
            {
                if (await sessions.FindActiveAsync(person, cancellationToken) is not null
                    && await database.Passkeys.SingleOrDefaultAsync(passkey => passkey.UserId == person.UserId && passkey.Id == id, cancellationToken) is { } passkey)
                {
                    passkey.Rename(SessionName.Trim(name));
                }
            },
            cancellationToken);
        return null;
    }

    /// <summary>Forgets it. Every address of the account is told.</summary>
    /// <param name="endOthers">Whether every other browser and app loses access, as they may be those of whoever has the passkey.</param>
    public Task<RemovePasskeyOutcome> RemoveAsync(SignedInPerson person, Guid id, bool endOthers, Requester requester, CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            await account.LockAsync(person.UserId, cancellationToken); // of the last two, one stays
            if (await sessions.FindActiveAsync(person, cancellationToken) is null
                || await database.Passkeys.SingleOrDefaultAsync(passkey => passkey.UserId == person.UserId && passkey.Id == id, cancellationToken) is not { } passkey)
            {
                return RemovePasskeyOutcome.Unknown;
            }

            if (!await CanRemoveAsync(person.UserId, id, cancellationToken))
            {
                return RemovePasskeyOutcome.LastWayIn;
            }

            database.Passkeys.Remove(passkey);
            if (endOthers)
            {
                await account.EndSessionsAsync(person.UserId, except: person.BrowserSessionId, cancellationToken);
            }

            await notices.AddAsync(person, NoticeKind.PasskeyRemoved, SecurityEvent.PasskeyRemoved, passkey.Name, requester, cancellationToken);
            return RemovePasskeyOutcome.Removed;
        },
        cancellationToken);

    private async Task<AddPasskeyOutcome> AddOnceAsync(SignedInPerson person, NewPasskey made, string name, Requester requester, CancellationToken cancellationToken)
    {
        await account.LockAsync(person.UserId, cancellationToken);
        if (await sessions.FindAsync(person.BrowserSessionId, cancellationToken) is not { IsProofVoid: false } current || current.UserId != person.UserId)
        {
            return new AddPasskeyOutcome.SignedOut();
        }

        var names = await database.Passkeys.Where(passkey => passkey.UserId == person.UserId).Select(passkey => passkey.Name).ToListAsync(cancellationToken);
        if (names.Count >= MaxPerAccount)
        {
            return new AddPasskeyOutcome.TooMany(MaxPerAccount);
        }

        if (await database.Passkeys.AnyAsync(passkey => passkey.CredentialId == made.CredentialId, cancellationToken))
        {
            return new AddPasskeyOutcome.Refused(); // the same answer twice
        }

        var passkey = Passkey.Of(person.UserId, made, FreeName(name, names), clock.GetUtcNow());
        database.Passkeys.Add(passkey);
        await notices.AddAsync(person, NoticeKind.PasskeyAdded, SecurityEvent.PasskeyAdded, passkey.Name, requester, cancellationToken);
        return new AddPasskeyOutcome.Added(passkey.Id);
    }

    // Two of one keeper are told apart by a number.
    private static string FreeName(string name, IReadOnlyCollection<string> taken) =>
        Enumerable.Range(1, taken.Count + 1).Select(number => number == 1 ? name : $"{name} {number}").First(candidate => !taken.Contains(candidate));
}
