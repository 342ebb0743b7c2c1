using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;

namespace Portal.Identity.Accounts;

/// <summary>Keeps the language that a person chose, for mails and for the next browser.</summary>
public sealed class AccountLanguage(PortalDbContext database, Storage storage)
{
    /// <param name="language">The BCP 47 tag of a language that there is.</param>
    public Task ChooseAsync(Guid userId, string language, CancellationToken cancellationToken) => storage.WriteAsync(
        async () => (await database.Users.SingleOrDefaultAsync(user => user.Id == userId, cancellationToken))?.Speak(language),
        cancellationToken);
}
