namespace Portal.Identity.Protocol;

/// <summary>An id that says of what it is, as addresses of account pages do: <c>user_email:01J…</c> (flows contract, section 1).</summary>
public static class TypedUlid
{
    /// <summary>An address of an account.</summary>
    public const string UserEmail = "user_email";

    /// <summary>The verification of an address that is being added.</summary>
    public const string UserEmailAuthentication = "user_email_authentication";

    public static string Encode(string type, Guid id) => $"{type}:{Ulid.Encode(id)}";

    /// <returns><see langword="false"/> for an id of another type, and for what is none.</returns>
    public static bool TryDecode(string type, string? text, out Guid id)
    {
        id = default;
        return text?.Length == type.Length + 1 + Ulid.Length && text[type.Length] == ':' && text.StartsWith(type, StringComparison.Ordinal) && Ulid.TryDecode(text.AsSpan(type.Length + 1), out id);
    }
}
