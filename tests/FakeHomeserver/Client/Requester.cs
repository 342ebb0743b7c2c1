using Portal.Tests.FakeHomeserver.Http;
using Portal.Tests.FakeHomeserver.State;

namespace Portal.Tests.FakeHomeserver.Client;

/// <summary>Who makes a request, and with which device (homeserver contract, section 6.3).</summary>
internal sealed record Requester(FakeUser User, string? DeviceId, bool IsServerAdmin, AppService? AppService)
{
    private const int MaxDeviceId = 255;

    /// <exception cref="MatrixErrorException">Nobody who may.</exception>
    public static async Task<Requester> OfAsync(Call call)
    {
        var world = call.World;
        var token = call.AccessToken();
        if (world.Options.AppServices.FirstOrDefault(service => service.Token == token) is { } service)
        {
            lock (world.Users)
            {
                return new Requester(world.Users.Arrange(service.Sender), null, IsServerAdmin: false, service);
            }
        }

        if (world.Options is { Delegation: Delegation.Msc3861, Secret: var adminToken } && token == adminToken)
        {
            return new Requester(new FakeUser("__oidc_admin"), null, IsServerAdmin: true, null);
        }

        if (world.Options.Delegation == Delegation.Off)
        {
            throw MatrixErrorException.UnknownToken("Invalid access token passed.");
        }

        var introspected = await world.Introspection.RequireActiveAsync(world, token);
        if (!introspected.HasApi)
        {
            throw MatrixErrorException.UnknownToken("Token doesn't grant access to the C-S API");
        }

        lock (world.Users)
        {
            return Of(world, introspected, token);
        }
    }

    private static Requester Of(World world, Introspected introspected, string token)
    {
        var username = introspected.Username ?? throw Internal("The token has no username");
        var user = world.Users.Find(username) ?? throw Internal("User not found");
        var deviceId = introspected.DeviceIds switch { [] => null, [var only] => only, _ => throw Internal("Multiple device IDs in scope") };
        if (deviceId is { Length: 0 or > MaxDeviceId })
        {
            throw Internal("Invalid device ID in introspection result");
        }

        if (deviceId is not null && !user.Devices.ContainsKey(deviceId))
        {
            world.Introspection.Forget(token); // so that signing out has its effect before the two minutes are over
            throw MatrixErrorException.UnknownToken("Unknown device");
        }

        return new Requester(user, deviceId, introspected.IsAdmin, null);
    }

    private static MatrixErrorException Internal(string text) => new(500, "M_UNKNOWN", text);
}
