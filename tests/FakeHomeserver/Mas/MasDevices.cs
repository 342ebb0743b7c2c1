using Portal.Tests.FakeHomeserver.Http;
using Portal.Tests.FakeHomeserver.State;

namespace Portal.Tests.FakeHomeserver.Mas;

internal static class MasDevices
{
    public static Answer Upsert(World world, Body body) =>
        Devices.Upsert(UserOf(world, body), body.Text("device_id")!, body.Text("display_name")) ? Answer.Created() : Answer.Ok();

    public static Answer Rename(World world, Body body)
    {
        Devices.Rename(UserOf(world, body), body.Text("device_id")!, body.Text("display_name")!);
        return Answer.Ok();
    }

    public static Answer Delete(World world, Body body)
    {
        Devices.Delete(UserOf(world, body), body.Text("device_id")!);
        return Answer.NoContent();
    }

    public static Answer Sync(World world, Body body)
    {
        Devices.Sync(UserOf(world, body), body.Texts("devices")!);
        return Answer.Ok();
    }

    private static FakeUser UserOf(World world, Body body) => world.Users.Require(body.Text("localpart"));
}
