using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Tests.FakeHomeserver.Http;

namespace Portal.Tests.FakeHomeserver.Client;

/// <summary>The keys of a person's cryptographic identity: set once, and replaced only while the portal has allowed it (homeserver contract, section 6.4).</summary>
internal static class CrossSigning
{
    private const string Action = "?action=org.matrix.cross_signing_reset";

    public static async Task<Answer> UploadAsync(Call call)
    {
        var requester = await Requester.OfAsync(call);
        var body = Body.Parse(call.Body);
        var key = body.Has("master_key") && body["master_key"].ValueKind == JsonValueKind.Object ? body["master_key"].GetRawText() : throw MatrixErrorException.MissingParameter("master_key");
        lock (call.World.Users)
        {
            var user = requester.User;
            if (user.MasterKey is null || user.MasterKey == key || user.MasterKeyReplaceableUntil > call.World.Now)
            {
                user.MasterKey = key;
                return Answer.Ok();
            }
        }

        var url = await call.World.Metadata.AccountUrlAsync(call.World) + Action;
        return new Answer(401, new JsonObject
        {
            ["session"] = "dummy",
            ["flows"] = new JsonArray(Flow("m.oauth"), Flow("org.matrix.cross_signing_reset")),
            ["params"] = new JsonObject { ["m.oauth"] = new JsonObject { ["url"] = url }, ["org.matrix.cross_signing_reset"] = new JsonObject { ["url"] = url } },
            ["msg"] = $"To reset your end-to-end encryption cross-signing identity, you first need to approve it at {url} and then try again.",
        });
    }

    private static JsonObject Flow(string stage) => new() { ["stages"] = new JsonArray(stage) };
}
