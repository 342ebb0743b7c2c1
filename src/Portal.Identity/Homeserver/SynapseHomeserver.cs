using System.Net;
using System.Text.Json.Nodes;

namespace Portal.Identity.Homeserver;

/// <summary>Synapse 1.136 or later, by the API that it has for its authentication service (homeserver contract, section 2).</summary>
internal sealed class SynapseHomeserver(HomeserverClient client) : IHomeserver
{
    private const string Root = "_synapse/mas/";

    public bool Exists => true;

    public async Task<HomeserverUser?> FindUserAsync(string username, CancellationToken cancellationToken)
    {
        if (!UsernameAvailability.CanBeAsked(username))
        {
            return null;
        }

        var answer = await AskAsync("query_user", username, cancellationToken);
        if (answer.IsUserUnknown)
        {
            return null;
        }

        answer.Require(HttpStatusCode.OK);
        return new HomeserverUser(
            answer.Text("user_id") ?? throw answer.Malformed("user_id"),
            answer.OptionalText("display_name"),
            answer.OptionalText("avatar_url"),
            answer.Flag("is_suspended"),
            answer.Flag("is_deactivated"));
    }

    public async Task<bool> IsUsernameAvailableAsync(string username, CancellationToken cancellationToken)
    {
        if (!UsernameAvailability.CanBeAsked(username))
        {
            return false;
        }

        var answer = await AskAsync("is_localpart_available", username, cancellationToken);
        if (UsernameAvailability.SaysNo(answer))
        {
            return false;
        }

        answer.Require(HttpStatusCode.OK);
        return true;
    }

    public Task ProvisionUserAsync(ProvisionedUser user, CancellationToken cancellationToken)
    {
        var body = About(user.Username);
        body["locked"] = user.IsLocked;
        if (user.DisplayName is { } name)
        {
            body["set_displayname"] = name;
        }

        if (user.Emails is { } emails)
        {
            body["set_emails"] = ListOf(emails.Select(address => address.ToLowerInvariant())); // in capitals they would be removed and added again each time
        }

        return UpsertAsync("provision_user", body, cancellationToken);
    }

    public Task UpsertDeviceAsync(string username, string deviceId, string? displayName, CancellationToken cancellationToken)
    {
        var body = About(username, deviceId);
        if (displayName is not null)
        {
            body["display_name"] = displayName;
        }

        return UpsertAsync("upsert_device", body, cancellationToken);
    }

    public Task RenameDeviceAsync(string username, string deviceId, string displayName, CancellationToken cancellationToken)
    {
        var body = About(username, deviceId);
        body["display_name"] = displayName;
        return TellAsync("update_device_display_name", body, cancellationToken);
    }

    public Task SyncDevicesAsync(string username, IReadOnlyCollection<string> deviceIds, CancellationToken cancellationToken)
    {
        var body = About(username);
        body["devices"] = ListOf(deviceIds);
        return TellAsync("sync_devices", body, cancellationToken);
    }

    public async Task DeleteUserAsync(string username, bool erase, CancellationToken cancellationToken)
    {
        var body = About(username);
        body["erase"] = erase;
        var answer = await client.SendAsync(Post("delete_user", body) with { IsDeletion = true }, cancellationToken);
        answer.Require(HttpStatusCode.OK);
    }

    public Task ReactivateUserAsync(string username, CancellationToken cancellationToken) =>
        TellAsync("reactivate_user", About(username), cancellationToken);

    public Task SetDisplayNameAsync(string username, string? displayName, CancellationToken cancellationToken)
    {
        var body = About(username);
        if (displayName is null)
        {
            return TellAsync("unset_displayname", body, cancellationToken);
        }

        body["displayname"] = displayName;
        return TellAsync("set_displayname", body, cancellationToken);
    }

    public Task AllowCrossSigningResetAsync(string username, CancellationToken cancellationToken) =>
        TellAsync("allow_cross_signing_reset", About(username), cancellationToken);

    private Task<HomeserverAnswer> AskAsync(string operation, string username, CancellationToken cancellationToken) =>
        client.SendAsync(new HomeserverRequest(operation, HttpMethod.Get, $"{Root}{operation}?localpart={HomeserverClient.Escape(username)}"), cancellationToken);

    private async Task TellAsync(string operation, JsonObject body, CancellationToken cancellationToken) =>
        (await client.SendAsync(Post(operation, body), cancellationToken)).Require(HttpStatusCode.OK);

    // What there was and what there was not before are answered differently, and are the same to us.
    private async Task UpsertAsync(string operation, JsonObject body, CancellationToken cancellationToken) =>
        (await client.SendAsync(Post(operation, body), cancellationToken)).Require(HttpStatusCode.Created, HttpStatusCode.OK);

    private static HomeserverRequest Post(string operation, JsonObject body) => new(operation, HttpMethod.Post, Root + operation, body);

    private static JsonObject About(string username) => new() { ["localpart"] = username };

    private static JsonObject About(string username, string deviceId) => new() { ["localpart"] = username, ["device_id"] = deviceId };

    private static JsonArray ListOf(IEnumerable<string> texts) => [.. texts.Distinct(StringComparer.Ordinal).Select(text => JsonValue.Create(text))];
}
