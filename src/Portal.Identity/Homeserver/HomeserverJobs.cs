using Portal.Identity.Outbox;

namespace Portal.Identity.Homeserver;

/// <summary>Notes what the homeserver must be told, in the transaction of the change that it must learn of.</summary>
public sealed class HomeserverJobs(IHomeserver homeserver, OutboxWriter outbox)
{
    public const string ProvisionKind = "provision-user";
    public const string SyncDevicesKind = "sync-devices";
    public const string DeleteKind = "delete-user";

    /// <summary>The user as they are stored when the message is delivered: addresses and lock; and their devices after it.</summary>
    /// <param name="isNew">The account was made in this change: the homeserver learns its display name, too.</param>
    public void Provision(Guid userId, bool isNew = false) => Add(ProvisionKind, new HomeserverJob(userId) { IsNew = isNew });

    /// <summary>The devices of the sessions that there are when the message is delivered.</summary>
    /// <param name="dueAt">Not before; at once without.</param>
    /// <returns>The id of the message; none without a homeserver.</returns>
    public Guid? SyncDevices(Guid userId, DateTimeOffset? dueAt = null) => Add(SyncDevicesKind, new HomeserverJob(userId), dueAt);

    /// <summary>The user is gone.</summary>
    public void Delete(Guid userId) => Add(DeleteKind, new HomeserverJob(userId));

    private Guid? Add(string kind, HomeserverJob job, DateTimeOffset? dueAt = null) =>
        homeserver.Exists ? outbox.Add(kind, job, dueAt, job.UserId) : null;
}
