using Portal.Identity.Outbox;

namespace Portal.Identity.Accounts.PersonalTokens;

/// <summary>Ends a personal session when its token has expired, and with it its device.</summary>
internal sealed class ExpirePersonalToken(AccountTokens tokens) : IOutboxHandler
{
    public const string MessageKind = "expire-personal-token";

    public string Kind => MessageKind;

    public Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken) => tokens.ExpireAsync(message.Read<ExpiringToken>().SessionId, cancellationToken);
}

/// <summary>The payload of <see cref="ExpirePersonalToken"/>.</summary>
internal sealed record ExpiringToken(Guid SessionId);
