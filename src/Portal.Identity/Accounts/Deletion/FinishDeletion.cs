using Portal.Identity.Outbox;

namespace Portal.Identity.Accounts.Deletion;

/// <summary>Finishes the deletion of an account when nobody can have it back any more.</summary>
public sealed class FinishDeletion(AccountDeletion deletion) : IOutboxHandler
{
    public const string MessageKind = "finish-deletion";

    public string Kind => MessageKind;

    // The place from which a homeserver is told to deactivate the account, with PortalUser.ErasureRequested: before the addresses go, so that a failure is tried again.
    public Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken) => deletion.FinishAsync(message.Read<DeletionMessage>(), cancellationToken);
}
