using Portal.Identity.Persistence;

namespace Portal.Identity.Homeserver;

/// <summary>The devices that a person has by right: those of their active sessions, of every kind that can have one.</summary>
/// <remarks>Read for every message about devices, of which there can be thousands: one prepared statement.</remarks>
internal sealed class ActiveDevices(PreparedReads reads)
{
    // Another kind of session with devices is one more SELECT here, and nowhere else.
    private static readonly PreparedRead<Row> Read = new(
        """
        SELECT u.user_name, u.deactivated_at IS NOT NULL, d.device_id
        FROM users u LEFT JOIN (
            SELECT user_id, device_id FROM oauth_sessions WHERE user_id = @p0 AND finished_at IS NULL AND device_id IS NOT NULL
            UNION SELECT user_id, device_id FROM legacy_sessions WHERE user_id = @p0 AND finished_at IS NULL AND device_id IS NOT NULL
            UNION SELECT actor_user_id, device_id FROM personal_sessions WHERE actor_user_id = @p0 AND finished_at IS NULL AND device_id IS NOT NULL
        ) d ON d.user_id = u.id
        WHERE u.id = @p0
        """,
        row => new Row(row.Text(0), row.Flag(1), row.TextOrNone(2)));

    /// <summary>Each device once; none if there is no such person.</summary>
    public async Task<DevicesOfUser?> OfAsync(Guid userId, CancellationToken cancellationToken)
    {
        var rows = await reads.ListAsync(Read, cancellationToken, userId);
        return rows is [var first, ..] ? new(first.Username, first.IsDeactivated, [.. rows.Select(row => row.DeviceId).OfType<string>().Order(StringComparer.Ordinal)]) : null;
    }

    private sealed record Row(string Username, bool IsDeactivated, string? DeviceId);
}
