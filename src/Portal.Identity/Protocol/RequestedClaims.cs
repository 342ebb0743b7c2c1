namespace Portal.Identity.Protocol;

/// <summary>Claims about a person that a client asks for by name, beside those that its scope gives (OpenID Connect Core §5.5).</summary>
/// <param name="IdToken">Wanted in the ID token; each one of <see cref="ClaimNames.OfPerson"/>.</param>
/// <param name="UserInfo">Wanted at the userinfo endpoint; likewise.</param>
public sealed record RequestedClaims(IReadOnlyList<string> IdToken, IReadOnlyList<string> UserInfo)
{
    private const string IdTokenPrefix = "id_token.";
    private const string UserInfoPrefix = "userinfo.";

    public static RequestedClaims None { get; } = new([], []);

    /// <summary>Each once, wherever it is wanted: what the person lets the client know.</summary>
    public IReadOnlyList<string> All => [.. IdToken.Union(UserInfo, StringComparer.Ordinal)];

    /// <summary>Reads what <see cref="ToStored"/> wrote.</summary>
    public static RequestedClaims Read(string? stored) => stored is null ? None : new(Of(stored, IdTokenPrefix), Of(stored, UserInfoPrefix));

    /// <summary>As it is stored with grants and sessions; <see langword="null"/> for none.</summary>
    public string? ToStored() => IdToken.Count + UserInfo.Count == 0
        ? null
        : string.Join(' ', [.. IdToken.Select(name => IdTokenPrefix + name), .. UserInfo.Select(name => UserInfoPrefix + name)]);

    private static string[] Of(string stored, string prefix) =>
        [.. stored.Split(' ').Where(entry => entry.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => entry[prefix.Length..])];
}
