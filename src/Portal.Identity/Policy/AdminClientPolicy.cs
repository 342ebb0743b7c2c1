using Portal.Identity.Protocol;

namespace Portal.Identity.Policy;

/// <summary>Which clients may ask for administration on their own behalf (oauth contract, section 5.2).</summary>
/// <exception cref="PolicyDataException">An entry of the data is no <c>client_id</c>.</exception>
public sealed class AdminClientPolicy(PolicyData data)
{
    private readonly HashSet<string> _ids = new((data.AdminClients ?? []).Select(Parse), StringComparer.Ordinal);

    /// <param name="clientId">As it goes over the wire.</param>
    public bool Allows(string clientId) => _ids.Contains(clientId);

    private static string Parse(string text, int index) => Ulid.TryDecode(text, out var id) ? Ulid.Encode(id)
        : Url.TryParse(text, out var url) && url.Scheme is "https" ? url.Href
        : throw new PolicyDataException($"{PolicyData.Section}:AdminClients:{index} is '{text}', which is no client_id; write one such as 01JZ8T5Q3M6W2V9K4B7XH0N1CD.");
}
