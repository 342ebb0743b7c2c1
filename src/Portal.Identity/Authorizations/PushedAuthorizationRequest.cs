using System.Text.Json;
using Portal.Identity.Clients;
using Portal.Identity.Protocol;

namespace Portal.Identity.Authorizations;

/// <summary>A request to <c>/authorize</c> that the client left with us beforehand (RFC 9126). It becomes one grant, once.</summary>
public sealed class PushedAuthorizationRequest
{
    /// <summary>How long the <c>request_uri</c> works: from the client's answer to the browser's next step.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(90);

    private PushedAuthorizationRequest()
    {
    }

    public Guid Id { get; private init; }

    public Guid ClientId { get; private init; }

    /// <summary>SHA-256 of the <c>request_uri</c>, which exists in one answer only.</summary>
    public byte[] UriHash { get; private init; } = [];

    /// <summary>A JSON object of the parameters, as they were sent.</summary>
    public string Parameters { get; private init; } = "{}";

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>What became of it; <see langword="null"/> until it is used.</summary>
    public Guid? GrantId { get; private set; }

    public static PushedAuthorizationRequest Create(Client client, string requestUri, IReadOnlyDictionary<string, string> parameters, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        ClientId = client.Id,
        UriHash = TokenFormat.HashOf(requestUri),
        Parameters = JsonSerializer.Serialize(parameters),
        CreatedAt = now,
        ExpiresAt = now + Lifetime,
    };

    /// <summary>The parameters as a form; none is repeated.</summary>
    public OAuthResult<OAuthForm> ReadForm() =>
        OAuthForm.Read(JsonSerializer.Deserialize<Dictionary<string, string?>>(Parameters)!);

    /// <summary>The request is used up.</summary>
    /// <exception cref="InvalidOperationException">It was before.</exception>
    public void Become(AuthorizationGrant grant) =>
        GrantId = GrantId is null ? grant.Id : throw new InvalidOperationException("A pushed request becomes one grant.");
}
