using System.Text.Json.Nodes;
using Portal.Tests.FakeHomeserver.Http;
using Portal.Tests.FakeHomeserver.State;

namespace Portal.Tests.FakeHomeserver.Admin;

internal static class AdminDevices
{
    // Hidden ones are shown to nobody; the dehydrated one is, and called so.
    public static Answer List(Call call)
    {
        var devices = call.RequireUser().Devices.Values.Where(device => !device.IsHidden).Select(device =>
        {
            var json = new JsonObject { ["device_id"] = device.Id, ["display_name"] = device.Name };
            if (device.IsDehydrated)
            {
                json["dehydrated"] = true;
            }

            return json;
        }).ToArray();
        return Answer.Ok(new JsonObject { ["devices"] = new JsonArray([.. devices]), ["total"] = devices.Length });
    }

    public static Answer Add(Call call)
    {
        var user = call.RequireUser();
        Devices.Upsert(user, new Schema(Field.Text("device_id")).Read(call.Body).Text("device_id")!, null);
        return Answer.Created();
    }

    public static Answer Rename(Call call)
    {
        var user = call.RequireUser();
        Devices.Rename(user, call.Path["deviceId"], new Schema(Field.Text("display_name")).Read(call.Body).Text("display_name")!);
        return Answer.Ok();
    }

    public static Answer Delete(Call call)
    {
        Devices.Delete(call.RequireUser(), call.Path["deviceId"]);
        return Answer.Ok();
    }

    public static Answer DeleteMany(Call call)
    {
        var user = call.RequireUser();
        foreach (var id in new Schema(Field.Texts("devices")).Read(call.Body).Texts("devices")!)
        {
            Devices.Delete(user, id);
        }

        return Answer.Ok();
    }
}
