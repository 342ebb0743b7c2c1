using System.Text.Json.Nodes;
using Portal.Tests.FakeHomeserver.Http;
using Portal.Tests.FakeHomeserver.State;

namespace Portal.Tests.FakeHomeserver.Client;

/// <summary>What apps may call: as much as shows whether a token works (homeserver contract, section 9.5).</summary>
internal static class ClientEndpoints
{
    private const string Root = "/_matrix/client/";

    private static readonly string[] Versions = ["r0", "v3"];

    public static IEnumerable<FakeEndpoint> All { get; } =
    [
        FakeEndpoint.Of("versions", "GET", Root + "versions", _ => Answer.Ok(new JsonObject { ["versions"] = new JsonArray("r0.6.1", "v1.1", "v1.11", "v1.15"), ["unstable_features"] = new JsonObject() })),
        new("well_known", "GET", "/.well-known/matrix/client", WellKnownAsync),
        new("auth_metadata", "GET", Root + "v1/auth_metadata", MetadataAsync),
        new("auth_metadata", "GET", Root + "unstable/org.matrix.msc2965/auth_metadata", MetadataAsync),
        new("auth_issuer", "GET", Root + "unstable/org.matrix.msc2965/auth_issuer", IssuerAsync),
        .. Versions.SelectMany(version => Of(Root + version)),
    ];

    private static IEnumerable<FakeEndpoint> Of(string root) =>
    [
        new("whoami", "GET", root + "/account/whoami", WhoAmIAsync),
        new("devices", "GET", root + "/devices", DevicesAsync),
        new("device", "GET", root + "/devices/{deviceId}", DeviceAsync),
        new("delete_own_device", "DELETE", root + "/devices/{deviceId}", DeleteDeviceAsync),
        new("profile", "GET", root + "/profile/{userId}", ProfileAsync),
        new("put_displayname", "PUT", root + "/profile/{userId}/displayname", PutDisplayNameAsync),
        new("register", "POST", root + "/register", RegisterAsync),
        new("upload_cross_signing_keys", "POST", root + "/keys/device_signing/upload", CrossSigning.UploadAsync),
    ];

    private static async Task<Answer> WellKnownAsync(Call call)
    {
        var document = new JsonObject { ["m.homeserver"] = new JsonObject { ["base_url"] = call.World.BaseUrl } };
        if (call.World.Options.Delegation != Delegation.Off)
        {
            document["org.matrix.msc2965.authentication"] = new JsonObject
            {
                ["issuer"] = await call.World.Metadata.IssuerAsync(call.World),
                ["account"] = await call.World.Metadata.AccountUrlAsync(call.World),
            };
        }

        return Answer.Ok(document);
    }

    private static async Task<Answer> MetadataAsync(Call call) => Answer.Ok(await call.World.Metadata.LoadAsync(call.World));

    private static async Task<Answer> IssuerAsync(Call call) => Answer.Ok(new JsonObject { ["issuer"] = await call.World.Metadata.IssuerAsync(call.World) });

    private static async Task<Answer> WhoAmIAsync(Call call)
    {
        var requester = await Requester.OfAsync(call);
        var answer = new JsonObject { ["user_id"] = call.World.UserIdOf(requester.User.Localpart), ["is_guest"] = false };
        if (requester.DeviceId is { } deviceId)
        {
            answer["device_id"] = deviceId;
        }

        return Answer.Ok(answer);
    }

    private static async Task<Answer> DevicesAsync(Call call)
    {
        var requester = await Requester.OfAsync(call);
        lock (call.World.Users)
        {
            return Answer.Ok(new JsonObject { ["devices"] = new JsonArray([.. requester.User.DeviceIds.Select(id => Describe(requester.User.Devices[id]))]) });
        }
    }

    private static async Task<Answer> DeviceAsync(Call call)
    {
        var requester = await Requester.OfAsync(call);
        lock (call.World.Users)
        {
            return requester.User.Devices.GetValueOrDefault(call.Path["deviceId"]) is { IsHidden: false } device
                ? Answer.Ok(Describe(device))
                : throw new MatrixErrorException(404, "M_NOT_FOUND", "No device found");
        }
    }

    // People delete devices in the portal (section 6.4).
    private static async Task<Answer> DeleteDeviceAsync(Call call)
    {
        if (call.World.Options.Delegation != Delegation.Off && (await Requester.OfAsync(call)).AppService is not { })
        {
            throw MatrixErrorException.Unrecognized();
        }

        lock (call.World.Users)
        {
            var localpart = LocalpartOf(call.World, call.Query.Required("user_id"));
            Devices.Delete(call.World.Users.Require(localpart), call.Path["deviceId"]);
            return Answer.Ok();
        }
    }

    private static Task<Answer> ProfileAsync(Call call)
    {
        lock (call.World.Users)
        {
            var user = call.World.Users.Require(LocalpartOf(call.World, call.Path["userId"]));
            var profile = new JsonObject();
            foreach (var (name, value) in new[] { ("displayname", user.DisplayName), ("avatar_url", user.AvatarUrl) }.Concat(user.ProfileFields.Select(field => (field.Key, (string?)field.Value))))
            {
                if (value is not null)
                {
                    profile[name] = value;
                }
            }

            return Task.FromResult(Answer.Ok(profile));
        }
    }

    private static async Task<Answer> PutDisplayNameAsync(Call call)
    {
        var requester = await Requester.OfAsync(call);
        var name = new Schema(Field.Text("displayname").OrNull()).Read(call.Body).Text("displayname");
        lock (call.World.Users)
        {
            var user = call.World.Users.Require(LocalpartOf(call.World, call.Path["userId"]));
            if (user != requester.User && !requester.IsServerAdmin)
            {
                throw new MatrixErrorException(400, "M_FORBIDDEN", "Cannot set another user's displayname");
            }

            Users.SetDisplayName(user, name);
            return Answer.Ok();
        }
    }

    // Only application services still make users (section 6.4).
    private static async Task<Answer> RegisterAsync(Call call)
    {
        var body = new Schema(Field.Text("type").OrNone(), Field.Flag("inhibit_login").OrNone(), Field.Text("username").OrNone()).Read(call.Body);
        if (body.Text("type") != "m.login.application_service" || body.Flag("inhibit_login") != true)
        {
            throw new MatrixErrorException(403, "M_FORBIDDEN", "Registration has been disabled. Only m.login.application_service registrations are allowed.");
        }

        var service = (await Requester.OfAsync(call)).AppService ?? throw new MatrixErrorException(401, "M_UNKNOWN_TOKEN", "Invalid access token passed.");
        lock (call.World.Users)
        {
            var username = body.Text("username") ?? throw MatrixErrorException.MissingParameter("username");
            if (!service.Owns(username))
            {
                throw new MatrixErrorException(400, "M_EXCLUSIVE", "This user ID is not in the namespace of this application service.");
            }

            if (call.World.Users.IsTaken(username))
            {
                throw new MatrixErrorException(400, "M_USER_IN_USE", "User ID already taken.");
            }

            call.World.Users.Arrange(username);
            return Answer.Ok(new JsonObject { ["user_id"] = call.World.UserIdOf(username), ["home_server"] = call.World.Options.ServerName });
        }
    }

    private static JsonObject Describe(FakeDevice device) => new() { ["device_id"] = device.Id, ["display_name"] = device.Name };

    // A Matrix ID of another server is nobody's here.
    private static string? LocalpartOf(World world, string userId)
    {
        var suffix = ":" + world.Options.ServerName;
        return userId.StartsWith('@') && userId.EndsWith(suffix, StringComparison.Ordinal) ? userId[1..^suffix.Length] : null;
    }
}
