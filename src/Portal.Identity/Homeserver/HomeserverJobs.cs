using Portal.Identity.Outbox;

namespace Portal.Identity.Homeserver;

/// <summary>Notes what the homeserver must be told, in the transaction of the change that it must learn of.</summary>
public sealed class HomeserverJobs(IHomeserver homeserver, OutboxWriter outbox)
{
    public const string ProvisionKind = "provision-user";
    public const string SyncDevicesKind = "sync-devices";
    public const string DeleteKind = "delete-user";

    /// <summary>The user as they are stored when the message is delivered: addresses, name, lock; and their devices after it.</summary>
    public void Provision(Guid userId) => Add(ProvisionKind, userId);

    /// <summary>The devices of the sessions that there are when the message is delivered.</summary>
    public void SyncDevices(Guid userId) => Add(SyncDevicesKind, userId);

    /// <summary>The user is gone.</summary>
    public void Delete(Guid userId) => Add(DeleteKind, userId);

    private void Add(string kind, Guid userId)
    {
        if (homeserver.Exists)
        {
            outbox.Add(kind, new HomeserverJob(userId));
        }
    }
}
