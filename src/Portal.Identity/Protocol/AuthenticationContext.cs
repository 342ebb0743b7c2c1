namespace Portal.Identity.Protocol;

/// <summary>How a person has proven who they are, in the words of ID tokens.</summary>
public static class AuthenticationContext
{
    /// <summary>The <c>acr</c> of a password sent over TLS: the class of the SAML authentication contexts (OpenID Connect Core §2 wants a URI or a registered name).</summary>
    public const string Password = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";

    /// <summary>All values of <c>acr</c> that a client can ask for.</summary>
    public static IReadOnlyList<string> Supported { get; } = [Password];

    /// <summary>The <c>amr</c> of a password (RFC 8176 §2).</summary>
    public static IReadOnlyList<string> PasswordMethods { get; } = ["pwd"];
}
