using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Texts;

namespace Portal.Theme;

/// <summary>A JSON schema of <c>pages.json</c>, so that editors complete names and explain them.</summary>
internal static class PagesSchema
{
    public const string File = "pages.schema.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file.</summary>
    public static string Text { get; } = Build().ToJsonString(Json).ReplaceLineEndings("\n") + "\n";

    private static JsonObject Build() => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "How the pages of Portal are arranged",
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["$schema"] = new JsonObject { ["type"] = "string" },
            ["layout"] = new JsonObject
            {
                ["description"] = "Of the pages on which one signs in, registers, decides: a card, a picture beside it, or a picture behind it.",
                ["enum"] = Names(PagesFile.LayoutNames),
            },
            ["name"] = new JsonObject { ["description"] = "Whether the name of the service stands beside the logo; if not, only a screen reader says it.", ["type"] = "boolean" },
            ["footer"] = new JsonObject
            {
                ["description"] = "Links before those of the installation.",
                ["type"] = "array",
                ["maxItems"] = PagesFile.MaxLinks,
                ["items"] = Link(),
            },
            ["methods"] = new JsonObject
            {
                ["description"] = "Which way to sign in and to register stands first. What is not named stands behind what is.",
                ["type"] = "array",
                ["minItems"] = 1,
                ["uniqueItems"] = true,
                ["items"] = new JsonObject { ["enum"] = Names(PagesFile.MethodNames) },
            },
        },
    };

    private static JsonObject Link() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("text", "href"),
        ["properties"] = new JsonObject
        {
            ["text"] = new JsonObject
            {
                ["description"] = "For all languages, or one for each.",
                ["anyOf"] = new JsonArray(
                    LinkText(),
                    new JsonObject { ["type"] = "object", ["required"] = new JsonArray(TextCatalog.Fallback), ["additionalProperties"] = LinkText() }),
            },
            ["href"] = new JsonObject { ["type"] = "string", ["maxLength"] = PagesFile.LongestAddress, ["pattern"] = "^(https?|mailto):" },
        },
    };

    private static JsonObject LinkText() => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = PagesFile.LongestText };

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => (JsonNode)name)];
}
