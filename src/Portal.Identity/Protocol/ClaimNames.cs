namespace Portal.Identity.Protocol;

/// <summary>The claims that say something about a person, and the scopes that give them (OpenID Connect Core §5.1 and §5.4).</summary>
public static class ClaimNames
{
    public const string Name = "name";
    public const string PreferredUsername = "preferred_username";
    public const string Email = "email";
    public const string EmailVerified = "email_verified";

    private static readonly string[] OfProfile = [Name, PreferredUsername];
    private static readonly string[] OfEmail = [Email, EmailVerified];

    /// <summary>All that there are here.</summary>
    public static IReadOnlyList<string> OfPerson { get; } = [.. OfProfile, .. OfEmail];

    /// <summary>What a scope gives.</summary>
    /// <param name="scope">As it goes over the wire.</param>
    public static IEnumerable<string> Of(string scope)
    {
        var tokens = scope.Split(' ');
        return
        [
            .. tokens.Contains(MatrixScopes.Profile, StringComparer.Ordinal) ? OfProfile : [],
            .. tokens.Contains(MatrixScopes.Email, StringComparer.Ordinal) ? OfEmail : [],
        ];
    }
}
