using Portal.Tests.FakeHomeserver.Http;

namespace Portal.Tests.FakeHomeserver.Mas;

/// <summary>What an authentication service may call (homeserver contract, sections 2 and 9).</summary>
internal static class MasEndpoints
{
    private const string Root = "/_synapse/mas/";

    private static readonly Schema User = new(Field.Text("localpart"));

    public static IEnumerable<FakeEndpoint> All { get; } =
    [
        Get("query_user", MasUsers.Query),
        Get("is_localpart_available", MasUsers.IsLocalpartAvailable),
        Post("provision_user", MasUsers.ProvisionSchema, MasUsers.Provision),
        Post("delete_user", new(Field.Text("localpart"), Field.Flag("erase")), MasUsers.Delete),
        Post("reactivate_user", User, MasUsers.Reactivate),
        Post("set_displayname", new(Field.Text("localpart"), Field.Text("displayname")), MasUsers.SetDisplayName),
        Post("unset_displayname", User, MasUsers.UnsetDisplayName),
        Post("allow_cross_signing_reset", User, MasUsers.AllowCrossSigningReset),
        Post("upsert_device", new(Field.Text("localpart"), Field.Text("device_id"), Field.Text("display_name").OrNone().OrNull()), MasDevices.Upsert),
        Post("update_device_display_name", new(Field.Text("localpart"), Field.Text("device_id"), Field.Text("display_name")), MasDevices.Rename),
        Post("delete_device", new(Field.Text("localpart"), Field.Text("device_id")), MasDevices.Delete),
        Post("sync_devices", new(Field.Text("localpart"), Field.Texts("devices")), MasDevices.Sync),
    ];

    // Who it is comes first; only then is the rest looked at.
    private static FakeEndpoint Get(string name, Func<Call, Answer> answer) => FakeEndpoint.Of(name, "GET", Root + name, call =>
    {
        call.RequireService();
        return answer(call);
    });

    private static FakeEndpoint Post(string name, Schema schema, Func<World, Body, Answer> answer) => FakeEndpoint.Of(name, "POST", Root + name, call =>
    {
        call.RequireService();
        return answer(call.World, schema.Read(call.Body));
    });
}
