using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Tests.FakeHomeserver.Http;

namespace Portal.Tests.FakeHomeserver.Client;

/// <summary>The portal's metadata document, loaded when it is first needed and kept until a restart (homeserver contract, section 6.1).</summary>
internal sealed class Metadata
{
    private volatile JsonObject? _document;

    /// <summary>The document as it is.</summary>
    /// <exception cref="MatrixErrorException">It cannot be had; the next request tries again.</exception>
    public async Task<JsonObject> LoadAsync(World world) => (JsonObject)(_document ??= await FetchAsync(world)).DeepClone();

    public async Task<string> IssuerAsync(World world) => (string)(await LoadAsync(world))["issuer"]!;

    public async Task<string> AccountUrlAsync(World world) => (string)(await LoadAsync(world))["account_management_uri"]!;

    public void Forget() => _document = null;

    private static async Task<JsonObject> FetchAsync(World world)
    {
        if (world.Options.Delegation == Delegation.Off)
        {
            throw MatrixErrorException.Unrecognized();
        }

        try
        {
            if (world.Portal is { } portal)
            {
                using var response = await portal.GetMetadataAsync();
                if (response.IsSuccessStatusCode && JsonNode.Parse(await response.Content.ReadAsByteArrayAsync()) is JsonObject document && IsText(document["issuer"]) && IsText(document["account_management_uri"]))
                {
                    return document;
                }
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            // The same as a document that is none.
        }

        throw new MatrixErrorException(500, "M_UNKNOWN", "Internal server error");
    }

    private static bool IsText(JsonNode? member) => member?.GetValueKind() == JsonValueKind.String;
}
