using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Identity.Homeserver;

/// <summary>Synapse before 1.157 with <c>experimental_features.msc3861</c>, by its admin API (homeserver contract, section 5).</summary>
/// <remarks>It cannot be told that a user is locked; introspection shuts them out all the same.</remarks>
internal sealed class OlderSynapseHomeserver(HomeserverClient client, MatrixOptions options) : IHomeserver
{
    private const string AuthProvider = "oauth-delegated";

    public bool Exists => true;

    public async Task<HomeserverUser?> FindUserAsync(string username, CancellationToken cancellationToken)
    {
        if (!UsernameAvailability.CanBeAsked(username))
        {
            return null;
        }

        var answer = await client.SendAsync(new("get user", HttpMethod.Get, UserPath(username)), cancellationToken);
        if (answer.IsUserUnknown)
        {
            return null;
        }

        answer.Require(HttpStatusCode.OK);
        return new HomeserverUser(
            options.UserIdOf(username),
            answer.OptionalText("displayname"),
            answer.OptionalText("avatar_url"),
            IsSuspended: answer.OptionalFlag("suspended") ?? false, // older ones do not say
            answer.Flag("deactivated"));
    }

    public async Task<bool> IsUsernameAvailableAsync(string username, CancellationToken cancellationToken)
    {
        if (!UsernameAvailability.CanBeAsked(username))
        {
            return false;
        }

        var path = "_synapse/admin/v1/username_available?username=" + HomeserverClient.Escape(username);
        var answer = await client.SendAsync(new("username_available", HttpMethod.Get, path), cancellationToken);
        return !UsernameAvailability.SaysNo(answer) && answer.Require(HttpStatusCode.OK).Flag("available");
    }

    public async Task ProvisionUserAsync(ProvisionedUser user, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["external_ids"] = new JsonArray(new JsonObject { ["auth_provider"] = AuthProvider, ["external_id"] = user.Subject }),
        };
        if (user.DisplayName is { } name)
        {
            body["displayname"] = name;
        }

        if (user.Emails is { } emails)
        {
            var addresses = emails.Select(address => address.ToLowerInvariant()).Distinct(StringComparer.Ordinal);
            body["threepids"] = new JsonArray([.. addresses.Select(address => new JsonObject { ["medium"] = "email", ["address"] = address })]);
        }

        var answer = await client.SendAsync(new("put user", HttpMethod.Put, UserPath(user.Username), body), cancellationToken);
        answer.Require(HttpStatusCode.Created, HttpStatusCode.OK);
    }

    public async Task UpsertDeviceAsync(string username, string deviceId, string? displayName, CancellationToken cancellationToken)
    {
        await AddDeviceAsync(username, deviceId, cancellationToken);
        if (displayName is not null)
        {
            await RenameDeviceAsync(username, deviceId, displayName, cancellationToken);
        }
    }

    public Task RenameDeviceAsync(string username, string deviceId, string displayName, CancellationToken cancellationToken) => TellAsync(
        new("put device", HttpMethod.Put, $"{UserPath(username)}/devices/{HomeserverClient.Escape(deviceId)}", new() { ["display_name"] = displayName }), cancellationToken);

    public async Task SyncDevicesAsync(string username, IReadOnlyCollection<string> deviceIds, CancellationToken cancellationToken)
    {
        var present = await ReadDevicesAsync(username, cancellationToken);
        var extra = present.Except(deviceIds, StringComparer.Ordinal).Select(id => JsonValue.Create(id)).ToArray();
        if (extra.Length > 0)
        {
            await TellAsync(new("delete_devices", HttpMethod.Post, UserPath(username) + "/delete_devices", new() { ["devices"] = new JsonArray(extra) }), cancellationToken);
        }

        foreach (var missing in deviceIds.Except(present, StringComparer.Ordinal))
        {
            await AddDeviceAsync(username, missing, cancellationToken);
        }
    }

    public Task DeleteUserAsync(string username, bool erase, CancellationToken cancellationToken) => TellAsync(
        new("deactivate", HttpMethod.Post, "_synapse/admin/v1/deactivate/" + UserIdOf(username), new() { ["erase"] = erase }) { IsDeletion = true }, cancellationToken);

    // The second request alone would make a user whom there is not.
    public async Task ReactivateUserAsync(string username, CancellationToken cancellationToken)
    {
        await TellAsync(new("get user", HttpMethod.Get, UserPath(username)), cancellationToken);
        await TellAsync(new("reactivate user", HttpMethod.Put, UserPath(username), new() { ["deactivated"] = false }), cancellationToken);
    }

    public Task SetDisplayNameAsync(string username, string? displayName, CancellationToken cancellationToken) => TellAsync(
        new("put displayname", HttpMethod.Put, $"_matrix/client/v3/profile/{UserIdOf(username)}/displayname", new() { ["displayname"] = displayName ?? "" }), cancellationToken);

    public Task AllowCrossSigningResetAsync(string username, CancellationToken cancellationToken)
    {
        const string Operation = "_allow_cross_signing_replacement_without_uia";
        return TellAsync(new(Operation, HttpMethod.Post, $"_synapse/admin/v1/users/{UserIdOf(username)}/{Operation}", []), cancellationToken);
    }

    private async Task AddDeviceAsync(string username, string deviceId, CancellationToken cancellationToken)
    {
        var answer = await client.SendAsync(new("post device", HttpMethod.Post, UserPath(username) + "/devices", new() { ["device_id"] = deviceId }), cancellationToken);
        answer.Require(HttpStatusCode.Created);
    }

    // The dehydrated device belongs to no session, and must survive.
    private async Task<List<string>> ReadDevicesAsync(string username, CancellationToken cancellationToken)
    {
        var answer = await client.SendAsync(new("get devices", HttpMethod.Get, UserPath(username) + "/devices"), cancellationToken);
        return
        [
            .. from device in answer.Require(HttpStatusCode.OK).Objects("devices")
               where !(device.TryGetProperty("dehydrated", out var dehydrated) && dehydrated.ValueKind == JsonValueKind.True)
               select device.TryGetProperty("device_id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : throw answer.Malformed("device_id"),
        ];
    }

    private async Task TellAsync(HomeserverRequest request, CancellationToken cancellationToken) => (await client.SendAsync(request, cancellationToken)).Require(HttpStatusCode.OK);

    private string UserIdOf(string username) => HomeserverClient.Escape(options.UserIdOf(username));

    private string UserPath(string username) => "_synapse/admin/v2/users/" + UserIdOf(username);
}
