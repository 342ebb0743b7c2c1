using Portal.Tests.FakeHomeserver.Client;
using Portal.Tests.FakeHomeserver.Http;

namespace Portal.Tests.FakeHomeserver.Admin;

/// <summary>As much of the admin API as an older authentication service uses (homeserver contract, section 5).</summary>
internal static class AdminEndpoints
{
    private const string V1 = "/_synapse/admin/v1/";
    private const string User = "/_synapse/admin/v2/users/{userId}";

    public static IEnumerable<FakeEndpoint> All { get; } =
    [
        Of("admin/get_user", "GET", User, AdminUsers.Get),
        Of("admin/put_user", "PUT", User, AdminUsers.Put),
        Of("admin/username_available", "GET", V1 + "username_available", AdminUsers.UsernameAvailable),
        Of("admin/deactivate", "POST", V1 + "deactivate/{userId}", AdminUsers.Deactivate),
        Of("admin/allow_cross_signing_replacement", "POST", V1 + "users/{userId}/_allow_cross_signing_replacement_without_uia", AdminUsers.AllowCrossSigningReplacement),
        Of("admin/get_devices", "GET", User + "/devices", AdminDevices.List),
        Of("admin/post_device", "POST", User + "/devices", AdminDevices.Add),
        Of("admin/delete_devices", "POST", User + "/delete_devices", AdminDevices.DeleteMany),
        Of("admin/put_device", "PUT", User + "/devices/{deviceId}", AdminDevices.Rename),
        Of("admin/delete_device", "DELETE", User + "/devices/{deviceId}", AdminDevices.Delete),
    ];

    private static FakeEndpoint Of(string name, string method, string pattern, Func<Call, Answer> answer) => new(name, method, pattern, async call =>
    {
        if (!(await Requester.OfAsync(call)).IsServerAdmin)
        {
            throw new MatrixErrorException(403, "M_FORBIDDEN", "You are not a server admin");
        }

        lock (call.World.Users)
        {
            return answer(call);
        }
    });
}
