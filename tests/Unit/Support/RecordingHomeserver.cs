using System.Net;
using Portal.Identity.Homeserver;

namespace Portal.Tests.Unit.Support;

/// <summary>A homeserver in memory that remembers what it was told, and breaks when the test says so.</summary>
internal sealed class RecordingHomeserver : IHomeserver
{
    private readonly Lock _lock = new();
    private readonly List<HomeserverCall> _calls = [];
    private readonly Dictionary<string, RecordedUser> _users = new(StringComparer.Ordinal);

    public bool Exists { get; init; } = true;

    /// <summary>Called before a call has any effect: what it throws is the answer, and while it waits the homeserver hangs.</summary>
    public Func<HomeserverCall, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called after the effect: what it throws is an answer that got lost.</summary>
    public Func<HomeserverCall, Task> After { get; set; } = _ => Task.CompletedTask;

    /// <summary>Every call that had an effect, in order.</summary>
    public IReadOnlyList<HomeserverCall> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    public RecordedUser? this[string username]
    {
        get
        {
            lock (_lock)
            {
                return _users.TryGetValue(username, out var user) ? user with { Devices = new(user.Devices) } : null;
            }
        }
    }

    public IEnumerable<HomeserverCall> CallsOf(string method) => Calls.Where(call => call.Method == method);

    /// <summary>A user that it has already.</summary>
    public void Add(string username, params IEnumerable<string> devices)
    {
        lock (_lock)
        {
            _users[username] = new RecordedUser { Devices = devices.ToDictionary(id => id, string? (_) => null) };
        }
    }

    /// <summary>Cannot be reached, until <see cref="BeBack"/>.</summary>
    public void BeAway() => Before = (_, _) => throw new HomeserverException("The homeserver cannot be reached.");

    public void BeBack() => Before = (_, _) => Task.CompletedTask;

    public Task<HomeserverUser?> FindUserAsync(string username, CancellationToken cancellationToken) => RunAsync(
        new(nameof(FindUserAsync), username), () => _users.TryGetValue(username, out var user) ? new HomeserverUser($"@{username}:example.org", user.DisplayName, null, false, user.IsDeleted) : null, cancellationToken);

    public Task<bool> IsUsernameAvailableAsync(string username, CancellationToken cancellationToken) =>
        RunAsync(new(nameof(IsUsernameAvailableAsync), username), () => !_users.Keys.Contains(username, StringComparer.OrdinalIgnoreCase), cancellationToken);

    public Task ProvisionUserAsync(ProvisionedUser user, CancellationToken cancellationToken) => ChangeAsync(new(nameof(ProvisionUserAsync), user.Username) { User = user }, () =>
    {
        var known = _users.GetValueOrDefault(user.Username) ?? new RecordedUser { DisplayName = user.Username };
        _users[user.Username] = known with { DisplayName = user.DisplayName ?? known.DisplayName, Emails = user.Emails ?? known.Emails, IsLocked = user.IsLocked };
    }, cancellationToken);

    public Task UpsertDeviceAsync(string username, string deviceId, string? displayName, CancellationToken cancellationToken) => ChangeAsync(
        new(nameof(UpsertDeviceAsync), username) { Devices = [deviceId], Name = displayName },
        () =>
        {
            Require(displayName is null || displayName.EnumerateRunes().Count() <= 100, HttpStatusCode.BadRequest, "M_TOO_LARGE");
            var devices = Known(username).Devices;
            devices[deviceId] = displayName ?? devices.GetValueOrDefault(deviceId);
        },
        cancellationToken);

    public Task RenameDeviceAsync(string username, string deviceId, string displayName, CancellationToken cancellationToken) => ChangeAsync(
        new(nameof(RenameDeviceAsync), username) { Devices = [deviceId], Name = displayName },
        () =>
        {
            Require(displayName.EnumerateRunes().Count() <= 100, HttpStatusCode.BadRequest, "M_TOO_LARGE");
            var devices = Known(username).Devices;
            Require(devices.ContainsKey(deviceId), HttpStatusCode.NotFound, "M_NOT_FOUND");
            devices[deviceId] = displayName;
        },
        cancellationToken);

    public Task SyncDevicesAsync(string username, IReadOnlyCollection<string> deviceIds, CancellationToken cancellationToken) => ChangeAsync(
        new(nameof(SyncDevicesAsync), username) { Devices = [.. deviceIds] },
        () =>
        {
            var known = Known(username);
            _users[username] = known with { Devices = deviceIds.Distinct().ToDictionary(id => id, known.Devices.GetValueOrDefault) };
        },
        cancellationToken);

    public Task DeleteUserAsync(string username, bool erase, CancellationToken cancellationToken) => ChangeAsync(
        new(nameof(DeleteUserAsync), username) { Erase = erase },
        () =>
        {
            var known = Known(username);
            _users[username] = known with { IsDeleted = true, IsErased = known.IsErased || erase, Devices = [], Emails = [], DisplayName = erase ? null : known.DisplayName };
        },
        cancellationToken);

    public Task ReactivateUserAsync(string username, CancellationToken cancellationToken) =>
        ChangeAsync(new(nameof(ReactivateUserAsync), username), () => _users[username] = Known(username) with { IsDeleted = false, IsErased = false }, cancellationToken);

    public Task SetDisplayNameAsync(string username, string? displayName, CancellationToken cancellationToken) => ChangeAsync(
        new(nameof(SetDisplayNameAsync), username) { Name = displayName }, () => _users[username] = Known(username) with { DisplayName = displayName }, cancellationToken);

    public Task AllowCrossSigningResetAsync(string username, CancellationToken cancellationToken) =>
        ChangeAsync(new(nameof(AllowCrossSigningResetAsync), username), () => Known(username), cancellationToken);

    private RecordedUser Known(string username)
    {
        Require(_users.ContainsKey(username), HttpStatusCode.NotFound, "M_NOT_FOUND");
        return _users[username];
    }

    private static void Require(bool holds, HttpStatusCode status, string code)
    {
        if (!holds)
        {
            throw new HomeserverException($"The homeserver answered {(int)status} {code}.", status, code);
        }
    }

    private Task ChangeAsync(HomeserverCall call, Action change, CancellationToken cancellationToken) => RunAsync(
        call,
        () =>
        {
            change();
            return true;
        },
        cancellationToken);

    private async Task<T> RunAsync<T>(HomeserverCall call, Func<T> answer, CancellationToken cancellationToken)
    {
        await Before(call, cancellationToken);
        T result;
        lock (_lock)
        {
            result = answer();
            _calls.Add(call);
        }

        await After(call);
        return result;
    }
}

/// <summary>What a homeserver was told or asked.</summary>
internal sealed record HomeserverCall(string Method, string Username)
{
    public ProvisionedUser? User { get; init; }

    public IReadOnlyList<string> Devices { get; init; } = [];

    public string? Name { get; init; }

    public bool Erase { get; init; }
}

/// <summary>What a homeserver knows of a user.</summary>
internal sealed record RecordedUser
{
    public string? DisplayName { get; init; }

    public IReadOnlyList<string> Emails { get; init; } = [];

    public bool IsLocked { get; init; }

    public bool IsDeleted { get; init; }

    public bool IsErased { get; init; }

    /// <summary>Names by id.</summary>
    public Dictionary<string, string?> Devices { get; init; } = [];
}
