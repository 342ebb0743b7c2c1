using System.Text.RegularExpressions;

namespace Portal.Identity.Homeserver;

/// <summary>The homeserver that the accounts belong to (<c>Portal:Matrix</c>).</summary>
public sealed partial class MatrixOptions
{
    public const string Section = "Portal:Matrix";

    /// <summary>How it is spoken to. Default <see cref="HomeserverKind.None"/>; any other needs a secret.</summary>
    public HomeserverKind Kind { get; set; }

    /// <summary>The server's public name: the part of every Matrix ID after the colon.</summary>
    public string ServerName { get; set; } = "localhost";

    /// <summary>Where we reach it; a path is kept. Default <c>http://localhost:8008/</c>.</summary>
    public string Endpoint { get; set; } = "http://localhost:8008/";

    /// <summary>What we and the homeserver prove ourselves with to each other; without it, it cannot introspect tokens.</summary>
    public string? Secret { get; set; }

    /// <summary>A file that holds <see cref="Secret"/>; white space around it is ignored.</summary>
    public string? SecretFile { get; set; }

    /// <summary>The full Matrix ID of an account.</summary>
    public string UserIdOf(string username) => $"@{username}:{ServerName}";

    /// <summary>The localpart, if the text is a Matrix ID of this server; otherwise the text as it is.</summary>
    /// <param name="comparison">Of the server's name: people may write it in capitals, programs may not.</param>
    public string LocalpartOf(string text, StringComparison comparison = StringComparison.OrdinalIgnoreCase)
    {
        var suffix = ":" + ServerName;
        return text.StartsWith('@') && text.EndsWith(suffix, comparison) && text.Length > suffix.Length + 1
            ? text[1..^suffix.Length]
            : text;
    }

    /// <summary>The secret, from wherever it is; none if there is none, or an empty one.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public string? ReadSecret() => (SecretFile is null ? Secret : File.ReadAllText(SecretFile).Trim()) is { Length: > 0 } secret ? secret : null;

    /// <summary><see cref="Endpoint"/> with a slash at its end, so that paths are added to its own; none if it is no address of a server.</summary>
    public Uri? ReadEndpoint() =>
        Uri.TryCreate(Endpoint.EndsWith('/') ? Endpoint : Endpoint + "/", UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }
            ? address
            : null;

    /// <summary>Whether the text is a server name by the Matrix specification (appendices, section 4.1): a host, and perhaps a port.</summary>
    public static bool IsServerName(string text) => ServerNames().IsMatch(text);

    [GeneratedRegex(@"^(?:[0-9A-Za-z](?:[0-9A-Za-z.-]{0,228}[0-9A-Za-z])?|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?\z", RegexOptions.NonBacktracking)]
    private static partial Regex ServerNames();
}
