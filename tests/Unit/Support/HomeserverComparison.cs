using System.Data.Common;
using System.Globalization;
using Portal.Tests.FakeHomeserver.Control;

namespace Portal.Tests.Unit.Support;

/// <summary>Whether the homeserver has what the portal has: the same people with the same addresses, locks and devices, and nothing left to tell.</summary>
/// <remarks>
/// What it may know otherwise: names, which people change there too; the addresses and the lock of somebody who may still come back; and of somebody who was
/// deleted before it had ever heard of them, nothing.
/// </remarks>
internal static class HomeserverComparison
{
    private const string People = """
        SELECT user_name, CASE WHEN locked_at IS NULL THEN 0 ELSE 1 END, CASE WHEN deactivated_at IS NULL THEN 0 ELSE 1 END, CASE WHEN deletion_due_at IS NULL THEN 0 ELSE 1 END,
            CASE WHEN erasure_requested THEN 1 ELSE 0 END
        FROM users
        """;

    private const string Addresses = "SELECT users.user_name, LOWER(user_emails.address) FROM user_emails JOIN users ON users.id = user_emails.user_id";

    private const string Devices = """
        SELECT users.user_name, oauth_sessions.device_id FROM oauth_sessions JOIN users ON users.id = oauth_sessions.user_id
        WHERE oauth_sessions.finished_at IS NULL AND oauth_sessions.device_id IS NOT NULL
        UNION
        SELECT users.user_name, legacy_sessions.device_id FROM legacy_sessions JOIN users ON users.id = legacy_sessions.user_id
        WHERE legacy_sessions.finished_at IS NULL AND legacy_sessions.device_id IS NOT NULL
        """;

    private const string Waiting = "SELECT kind, CAST(COUNT(*) AS TEXT) FROM outbox WHERE completed_at IS NULL AND kind IN ('provision-user', 'sync-devices', 'delete-user') GROUP BY kind";

    /// <summary>Every difference, as a line; nothing if there is none.</summary>
    /// <param name="portal">The portal's database, open.</param>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(DbConnection portal, IEnumerable<UserView> homeserver)
    {
        var there = homeserver.ToDictionary(user => user.Localpart, StringComparer.Ordinal);
        var here = await ReadAsync(portal);
        return
        [
            .. from account in here
               let line = account.Describe()
               let other = there.TryGetValue(account.Name, out var user) ? account.Describe(user) : account.IsDeleted ? line : "nobody"
               where line != other
               select $"{account.Name}: {line} in the portal, {other} at the homeserver",
            .. there.Keys.Except(here.Select(account => account.Name), StringComparer.Ordinal).Select(name => $"{name}: nobody in the portal"),
            .. (await RowsAsync(portal, Waiting, row => (Kind: row.GetString(0), Count: row.GetString(1)))).Select(left => $"{left.Count} {left.Kind} messages wait"),
        ];
    }

    private static async Task<List<Account>> ReadAsync(DbConnection portal)
    {
        var addresses = (await RowsAsync(portal, Addresses, PairOf)).ToLookup(row => row.Name, row => row.Value, StringComparer.Ordinal);
        var devices = (await RowsAsync(portal, Devices, PairOf)).ToLookup(row => row.Name, row => row.Value, StringComparer.Ordinal);
        return await RowsAsync(portal, People, row =>
        {
            var name = row.GetString(0);
            var (isDeactivated, canComeBack) = (FlagOf(row, 2), FlagOf(row, 3));
            return new Account(name, FlagOf(row, 1), isDeactivated && !canComeBack, isDeactivated && canComeBack, FlagOf(row, 4), [.. addresses[name]], [.. devices[name]]);
        });
    }

    private static (string Name, string Value) PairOf(DbDataReader row) => (row.GetString(0), row.GetString(1));

    private static bool FlagOf(DbDataReader row, int column) => Convert.ToInt32(row.GetValue(column), CultureInfo.InvariantCulture) == 1;

    private static async Task<List<T>> RowsAsync<T>(DbConnection connection, string sql, Func<DbDataReader, T> read)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Somebody as the portal has them.</summary>
    /// <param name="IsLeaving">Deleted, but they can come back.</param>
    private sealed record Account(string Name, bool IsLocked, bool IsDeleted, bool IsLeaving, bool IsErased, IReadOnlyList<string> Addresses, IReadOnlyList<string> Devices)
    {
        public string Describe() => IsDeleted ? Gone(IsErased, Devices) : IsLeaving ? Leaving(Devices) : Present(IsLocked, Addresses, Devices);

        /// <summary>The same, of what the homeserver has, as far as it must be the same.</summary>
        public string Describe(UserView user)
        {
            string[] devices = [.. user.Devices.Where(device => device is { IsHidden: false, IsDehydrated: false }).Select(device => device.Id)];
            return user.IsDeactivated ? Gone(user.IsErased, devices) : IsLeaving ? Leaving(devices) : Present(user.IsLocked, user.Emails, devices);
        }

        private static string Present(bool isLocked, IEnumerable<string> addresses, IEnumerable<string> devices) =>
            $"{(isLocked ? "locked" : "there")} with addresses {ListOf(addresses)} and devices {ListOf(devices)}";

        private static string Leaving(IEnumerable<string> devices) => $"there with devices {ListOf(devices)}";

        private static string Gone(bool isErased, IEnumerable<string> devices) => $"{(isErased ? "erased" : "gone")} with devices {ListOf(devices)}";

        private static string ListOf(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Order(StringComparer.Ordinal))}]";
    }
}
