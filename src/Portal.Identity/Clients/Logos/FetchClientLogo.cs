using Microsoft.EntityFrameworkCore;
using Portal.Identity.Outbound;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;

namespace Portal.Identity.Clients.Logos;

/// <summary>Fetches a client's logo. What cannot be fetched leaves the one that is there; what is no picture takes it away.</summary>
public sealed class FetchClientLogo(PortalDbContext database, Storage storage, OutboundClient outbound) : IOutboxHandler
{
    public const string MessageKind = "fetch-client-logo";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public string Kind => MessageKind;

    public OutboxLane Lane => OutboxLane.Strangers;

    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var clientId = message.Read<Guid>();
        var address = await database.Clients.Where(client => client.Id == clientId).Select(client => client.LogoUri).SingleOrDefaultAsync(cancellationToken);
        var result = address is null ? null : await outbound.FetchAsync(address, "image/png", PngPicture.MaximumLength, Timeout, cancellationToken);
        if (result is { Succeeded: false, Failure: OutboundFailure.Unreachable or OutboundFailure.TimedOut or OutboundFailure.UnexpectedStatus })
        {
            return; // as the other server is today; the next look is as rare as every look
        }

        var picture = result?.Document is { } document && PngPicture.TryClean(document.Body.Span, out var clean) ? clean : null;
        await storage.WriteAsync(() => StoreAsync(clientId, address, picture, cancellationToken), cancellationToken);
    }

    private async Task StoreAsync(Guid clientId, string? address, byte[]? picture, CancellationToken cancellationToken)
    {
        var client = await database.Clients.SingleOrDefaultAsync(client => client.Id == clientId, cancellationToken);
        if (client is null || client.LogoUri != address)
        {
            return; // another logo by now, which has a message of its own
        }

        client.ShowLogo(picture is null ? null : ClientLogo.FingerprintOf(picture));
        var logo = await database.ClientLogos.SingleOrDefaultAsync(logo => logo.ClientId == clientId, cancellationToken);
        if (picture is null)
        {
            if (logo is not null)
            {
                database.Remove(logo);
            }
        }
        else if (logo is null)
        {
            database.Add(ClientLogo.Of(clientId, picture));
        }
        else
        {
            logo.Replace(picture);
        }
    }
}
