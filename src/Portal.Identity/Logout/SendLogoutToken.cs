using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Discovery;
using Portal.Identity.Keys;
using Portal.Identity.Outbound;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Tokens;

namespace Portal.Identity.Logout;

/// <summary>Posts a logout token to a client (OpenID Connect Back-Channel Logout 1.0 §2.4 and §2.5).</summary>
public sealed class SendLogoutToken(PortalDbContext database, SigningKeyRing keys, IssuerAddress issuer, OutboundClient outbound, TimeProvider clock) : IOutboxHandler
{
    public const string MessageKind = "send-logout-token";

    /// <summary>How long a client may take the token for fresh; each try gets a new one.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private const string Event = "http://schemas.openid.net/event/backchannel-logout";
    private const string Type = "logout+jwt";
    private const int BadRequest = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Kind => MessageKind;

    public OutboxLane Lane => OutboxLane.Strangers;

    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var notice = message.Read<LogoutNotice>();
        var client = await database.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Id == notice.ClientId, cancellationToken);
        if (client?.BackchannelLogoutUri is not { } address)
        {
            return; // it does not listen any more
        }

        var now = clock.GetUtcNow();
        var token = keys.Sign(
            client.IdTokenSignedResponseAlg ?? IdTokenMinter.DefaultAlgorithm,
            JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["iss"] = issuer.Issuer,
                ["sub"] = Ulid.Encode(notice.UserId),
                ["aud"] = client.ClientId,
                ["iat"] = now.ToUnixTimeSeconds(),
                ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
                ["jti"] = Ulid.Encode(message.Id), // the same at every try: a client may tell a repeat
                ["sid"] = Ulid.Encode(notice.BrowserSessionId),
                ["events"] = new Dictionary<string, object>(StringComparer.Ordinal) { [Event] = new { } },
            }),
            Type);
        var result = await outbound.PostFormAsync(address, [KeyValuePair.Create("logout_token", token)], Patience, cancellationToken);
        if (result.Succeeded)
        {
            return;
        }

        throw result.Failure is OutboundFailure.AddressNotAllowed or OutboundFailure.NetworkNotAllowed || result.Status == BadRequest
            ? new UndeliverableException($"The logout token was not taken: {result.Reason}.")
            : new LogoutTokenNotDeliveredException(result.Reason);
    }
}
