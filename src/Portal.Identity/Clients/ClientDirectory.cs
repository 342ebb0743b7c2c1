using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Clients;

/// <summary>Finds clients by their <c>client_id</c>: those that are stored, and those that publish who they are at an address that is their id.</summary>
public sealed class ClientDirectory(
    PortalDbContext database,
    Storage storage,
    ClientDocumentReader documents,
    RequesterPolicy requesters,
    RateLimiter limiter,
    IOptions<RateLimitOptions> limits,
    IOptions<ClientDocumentOptions> options,
    TimeProvider clock)
{
    /// <summary>How soon a document that could not be refreshed is tried again.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(5);

    /// <summary>How long a client goes on as it was when its document cannot be refreshed.</summary>
    public static readonly TimeSpan LongestStale = TimeSpan.FromDays(7);

    /// <summary>The client of this id; none if the text is no id, nobody has it, or nobody could be found at it.</summary>
    /// <param name="requester">Who asks: fetches count as registrations of theirs.</param>
    public async Task<Client?> FindAsync(string? clientId, Requester requester, CancellationToken cancellationToken)
    {
        if (Ulid.TryDecode(clientId, out var id))
        {
            // By its address only, if it has one: one client, one id.
            return await database.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Id == id && client.IdUrl == null, cancellationToken);
        }

        return options.Value.ClientIdMetadataDocumentsEnabled && ClientIdUrl.TryParse(clientId, out var address)
            ? await FindByAddressAsync(address, requester, cancellationToken)
            : null;
    }

    /// <summary>The client as it is stored; none if there is none. For pages that show what the client was when somebody used it.</summary>
    public Task<Client?> FindStoredAsync(Guid id, CancellationToken cancellationToken) =>
        database.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Id == id, cancellationToken);

    private async Task<Client?> FindByAddressAsync(Url address, Requester requester, CancellationToken cancellationToken)
    {
        var known = await database.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.IdUrl == address.Href, cancellationToken);
        if (known?.DocumentFreshUntil > clock.GetUtcNow())
        {
            return known;
        }

        if (!await MayFetchAsync(requester, cancellationToken))
        {
            return IsUsable(known) ? known : null;
        }

        return await documents.ReadAsync(address, cancellationToken) is { } document
            ? await storage.WriteAsync(() => StoreAsync(address, document, cancellationToken), cancellationToken)
            : IsUsable(known) ? await storage.WriteAsync(() => PostponeAsync(address, cancellationToken), cancellationToken)
            : null;
    }

    private async Task<bool> MayFetchAsync(Requester requester, CancellationToken cancellationToken) =>
        requesters.Check(requester).Count == 0
        && (await limiter.TryTakeAsync(ClientRegistrar.Limit, limits.Value.ClientRegistration, RateLimitKeys.ForAddress(requester.Address), cancellationToken)).Allowed;

    private bool IsUsable(Client? known) => known?.DocumentFetchedAt > clock.GetUtcNow() - LongestStale;

    // Of two at once, one adds the client; the other runs again and finds it.
    private async Task<Client?> StoreAsync(Url address, ClientDocument document, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var client = await database.Clients.SingleOrDefaultAsync(client => client.IdUrl == address.Href, cancellationToken);
        if (client is null)
        {
            client = Client.Discover(address, now);
            database.Clients.Add(client);
        }

        client.Refresh(document, now);
        return client;
    }

    private async Task<Client?> PostponeAsync(Url address, CancellationToken cancellationToken)
    {
        var client = await database.Clients.SingleOrDefaultAsync(client => client.IdUrl == address.Href, cancellationToken);
        client?.PostponeRefresh(clock.GetUtcNow() + RetryInterval);
        return client;
    }
}
