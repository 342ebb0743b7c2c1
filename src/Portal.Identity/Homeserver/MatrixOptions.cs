namespace Portal.Identity.Homeserver;

/// <summary>The homeserver that the accounts belong to (<c>Portal:Matrix</c>).</summary>
public sealed class MatrixOptions
{
    public const string Section = "Portal:Matrix";

    /// <summary>The server's public name: the part of every Matrix ID after the colon.</summary>
    public string ServerName { get; set; } = "localhost";

    /// <summary>What the homeserver proves itself with at the introspection endpoint; none means that it cannot.</summary>
    public string? Secret { get; set; }

    /// <summary>A file that holds <see cref="Secret"/>; white space around it is ignored.</summary>
    public string? SecretFile { get; set; }

    /// <summary>The full Matrix ID of an account.</summary>
    public string UserIdOf(string username) => $"@{username}:{ServerName}";

    /// <summary>The localpart, if the text is a Matrix ID of this server; otherwise the text as it is.</summary>
    public string LocalpartOf(string text)
    {
        var suffix = ":" + ServerName;
        return text.StartsWith('@') && text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && text.Length > suffix.Length + 1
            ? text[1..^suffix.Length]
            : text;
    }
}
