using System.Text.Json.Nodes;

namespace Portal.Tests.FakeHomeserver.Http;

/// <summary>What a request is answered with.</summary>
/// <param name="Body">JSON; none for an empty body.</param>
internal sealed record Answer(int Status, JsonNode? Body)
{
    public static Answer Ok() => new(200, new JsonObject());

    public static Answer Ok(JsonNode body) => new(200, body);

    public static Answer Created() => new(201, new JsonObject());

    public static Answer NoContent() => new(204, null);

    public static Answer Error(int status, string code, string text) => new(status, new JsonObject { ["errcode"] = code, ["error"] = text });
}
