namespace Portal.Identity.Protocol;

/// <summary>The parameters of a request, each at most once (RFC 6749 §3.2: repeated parameters are refused).</summary>
public sealed class OAuthForm
{
    private readonly Dictionary<string, string> _parameters;

    private OAuthForm(Dictionary<string, string> parameters) => _parameters = parameters;

    /// <summary>A form without parameters.</summary>
    public static OAuthForm Empty { get; } = new([]);

    /// <summary>The parameter's value; <see langword="null"/> when it is absent or empty (RFC 6749 §3.1: sent without a value means omitted).</summary>
    public string? this[string name] => _parameters.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>All parameters that were sent, by name.</summary>
    public IReadOnlyDictionary<string, string> Parameters => _parameters;

    /// <summary>Collects parameters; <c>invalid_request</c> if one is repeated.</summary>
    public static OAuthResult<OAuthForm> Read(IEnumerable<KeyValuePair<string, string?>> pairs)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            if (!parameters.TryAdd(name, value ?? ""))
            {
                return OAuthError.InvalidRequest("A parameter is given more than once.");
            }
        }

        return new OAuthForm(parameters);
    }
}
