using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Theme;

/// <summary>A JSON schema of <c>theme.json</c>, made from the contract, so that editors complete names and explain them.</summary>
internal static class ThemeSchema
{
    public const string File = "theme.schema.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file.</summary>
    public static string Text { get; } = Build().ToJsonString(Json).ReplaceLineEndings("\n") + "\n";

    private static JsonObject Build()
    {
        var root = Group();
        root["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        root["title"] = "A theme of Portal: design tokens in the W3C format";
        Members(root)["$schema"] = new JsonObject { ["type"] = "string" };
        Members(root)[TokenContract.Reference] = new JsonObject { ["type"] = "object", ["description"] = "Values of your own, under names of your own, for the others to point at." };
        foreach (var definition in TokenContract.Definitions.Values.Where(definition => !definition.IsLocked))
        {
            var parts = definition.Path.Split('.');
            var group = root;
            foreach (var part in parts[..^1])
            {
                Members(group).TryAdd(part, Group());
                group = (JsonObject)Members(group)[part]!;
            }

            Members(group)[parts[^1]] = Token(definition);
        }

        var definitions = Definitions();
        foreach (var kind in TokenKinds.AllNames)
        {
            definitions[kind + "Token"] = TokenOf(kind);
        }

        root["$defs"] = definitions;
        return root;
    }

    private static JsonObject Members(JsonObject group) => (JsonObject)group["properties"]!;

    private static JsonObject Group() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["$type"] = new JsonObject { ["type"] = "string" },
            ["$description"] = new JsonObject { ["type"] = "string" },
            ["$extensions"] = new JsonObject { ["type"] = "object" },
        },
    };

    private static JsonObject Token(TokenDefinition definition)
    {
        var token = Reference(TokenKinds.NameOf(definition.Kind) + "Token");
        if (TokenContract.DescriptionOf(definition.Path) is { } description)
        {
            token["description"] = description;
        }

        return token;
    }

    private static JsonObject TokenOf(string kind)
    {
        var token = Group();
        token["required"] = new JsonArray("$value");
        Members(token)["$type"] = new JsonObject { ["const"] = kind };
        Members(token)["$value"] = new JsonObject { ["anyOf"] = new JsonArray(Reference("alias"), Reference(kind)) };
        return token;
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/$defs/" + name };

    private static JsonObject Definitions() => (JsonObject)JsonNode.Parse("""
        {
          "alias": { "type": "string", "pattern": "^\\{[^{}]+\\}$", "description": "Another token, such as {reference.color.brand}" },
          "color": {
            "anyOf": [
              { "type": "string", "pattern": "^#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$" },
              {
                "type": "object", "required": ["colorSpace", "components"],
                "properties": {
                  "colorSpace": { "enum": ["srgb", "oklch"] },
                  "components": { "type": "array", "minItems": 3, "maxItems": 3, "items": { "anyOf": [{ "type": "number" }, { "const": "none" }] } },
                  "alpha": { "type": "number", "minimum": 0, "maximum": 1 },
                  "hex": { "type": "string" }
                }
              }
            ]
          },
          "dimension": { "type": "object", "required": ["value", "unit"], "properties": { "value": { "type": "number" }, "unit": { "enum": ["px", "rem"] } } },
          "duration": { "type": "object", "required": ["value", "unit"], "properties": { "value": { "type": "number", "minimum": 0 }, "unit": { "enum": ["ms", "s"] } } },
          "number": { "type": "number" },
          "fontFamily": { "anyOf": [{ "type": "string" }, { "type": "array", "minItems": 1, "items": { "type": "string" } }] },
          "cubicBezier": { "type": "array", "minItems": 4, "maxItems": 4, "items": { "type": "number" } },
          "layer": {
            "type": "object", "required": ["color", "offsetX", "offsetY"],
            "properties": {
              "color": { "anyOf": [{ "$ref": "#/$defs/alias" }, { "$ref": "#/$defs/color" }] },
              "offsetX": { "anyOf": [{ "$ref": "#/$defs/alias" }, { "$ref": "#/$defs/dimension" }] },
              "offsetY": { "anyOf": [{ "$ref": "#/$defs/alias" }, { "$ref": "#/$defs/dimension" }] },
              "blur": { "anyOf": [{ "$ref": "#/$defs/alias" }, { "$ref": "#/$defs/dimension" }] },
              "spread": { "anyOf": [{ "$ref": "#/$defs/alias" }, { "$ref": "#/$defs/dimension" }] },
              "inset": { "type": "boolean" }
            }
          },
          "shadow": { "anyOf": [{ "$ref": "#/$defs/layer" }, { "type": "array", "items": { "$ref": "#/$defs/layer" } }] }
        }
        """)!;
}
