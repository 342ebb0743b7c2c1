using Portal.Identity.Outbox;

namespace Portal.Identity.Accounts.Deletion;

/// <summary>Finishes the deletion of an account when nobody can have it back any more.</summary>
public sealed class FinishDeletion(AccountDeletion deletion) : IOutboxHandler
{
    public const string MessageKind = "finish-deletion";

    public string Kind => MessageKind;

    public Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken) => deletion.FinishAsync(message.Read<DeletionMessage>(), cancellationToken);
}
