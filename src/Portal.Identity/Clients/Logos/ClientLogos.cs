using Microsoft.EntityFrameworkCore;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;

namespace Portal.Identity.Clients.Logos;

/// <summary>The pictures of clients: when to fetch them, and where they are.</summary>
public sealed class ClientLogos(PortalDbContext database, Storage storage, OutboxWriter outbox, TimeProvider clock)
{
    /// <summary>Has the client's logo fetched if that is due; whoever asks does not wait for it.</summary>
    public Task FetchIfDueAsync(Client client, CancellationToken cancellationToken) => client.IsLogoDue(clock.GetUtcNow())
        ? storage.WriteAsync(
            async () =>
            {
                var now = clock.GetUtcNow();
                var stored = await database.Clients.SingleOrDefaultAsync(stored => stored.Id == client.Id, cancellationToken);
                if (stored?.IsLogoDue(now) == true)
                {
                    stored.PostponeLogo(now);
                    outbox.Add(FetchClientLogo.MessageKind, client.Id);
                }
            },
            cancellationToken)
        : Task.CompletedTask;

    /// <summary>The picture with this fingerprint; <see langword="null"/> if the client has none, or another by now.</summary>
    /// <param name="id">The id of the client's row, as a ULID.</param>
    public async Task<byte[]?> FindAsync(string id, string fingerprint, CancellationToken cancellationToken) => Ulid.TryDecode(id, out var clientId)
        ? await (from client in database.Clients
                 join logo in database.ClientLogos on client.Id equals logo.ClientId
                 where client.Id == clientId && client.LogoFingerprint == fingerprint
                 select logo.Png).SingleOrDefaultAsync(cancellationToken)
        : null;
}
