using System.Text;
using System.Text.Json.Nodes;
using Portal.Identity.Clients;
using Portal.Identity.Protocol;

namespace Portal.Tests.Unit.Identity.Clients;

/// <summary>Registers clients from boring metadata and the few members that a test is about.</summary>
internal static class Registration
{
    private const string WebClient = """
        {
          "client_name": "Example", "client_uri": "https://example.com/", "redirect_uris": ["https://example.com/cb"],
          "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
          "application_type": "web", "token_endpoint_auth_method": "none"
        }
        """;

    public static DateTimeOffset Now { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>The metadata with other members in place of its own; null takes one away.</summary>
    public static string Body(string changes = "{}")
    {
        var body = JsonNode.Parse(WebClient)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            body.Remove(name);
            if (value is not null)
            {
                body[name] = value.DeepClone();
            }
        }

        return body.ToJsonString();
    }

    public static OAuthResult<ClientMetadata> Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    public static OAuthResult<ClientMetadata> Read(byte[] json) =>
        new ClientMetadataReader(["RS256", "ES256"], PublicSuffixList.Default).Read(json);

    /// <summary>What registration answers: the error, or <see langword="null"/> for 201.</summary>
    public static OAuthError? Judge(string changes, ClientRegistrationOptions? options = null)
    {
        var read = Read(Body(changes));
        return read.Succeeded ? new ClientRegistrationPolicy(options ?? new()).Check(read.Value) : read.Error;
    }

    /// <summary>A client that was let in.</summary>
    public static Client Register(string changes = "{}")
    {
        var metadata = Metadata(changes);
        return Client.Register(metadata, MetadataDigest.Of(metadata), encryptedSecret: null, Now);
    }

    public static ClientMetadata Metadata(string changes = "{}") =>
        Read(Body(changes)) is { Succeeded: true } read ? read.Value : throw new InvalidOperationException("The metadata is refused.");
}
