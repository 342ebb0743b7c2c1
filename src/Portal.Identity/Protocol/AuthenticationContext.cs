using Portal.Identity.Sessions;

namespace Portal.Identity.Protocol;

/// <summary>How a person has proven who they are, in the words of ID tokens.</summary>
public static class AuthenticationContext
{
    /// <summary>The <c>acr</c> of a password sent over TLS: the class of the SAML authentication contexts (OpenID Connect Core §2 wants a URI or a registered name).</summary>
    public const string Password = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";

    /// <summary>The <c>acr</c> of a password and something that the person has, or of a passkey, which is both: the profile that is known best (REFEDS MFA).</summary>
    public const string MultiFactor = "https://refeds.org/profile/mfa";

    /// <summary>All values of <c>acr</c> that a client can ask for.</summary>
    public static IReadOnlyList<string> Supported { get; } = [Password, MultiFactor];

    /// <summary>The <c>acr</c> of a session.</summary>
    public static string ClassOf(ProofMethods methods) => HasSecondStep(methods) ? MultiFactor : Password;

    /// <summary>The <c>amr</c> of a session (RFC 8176 §2). A recovery code is a password for one time, as the codes of an app are.</summary>
    public static IReadOnlyList<string> MethodsOf(ProofMethods methods)
    {
        List<string> words = [];
        Add(ProofMethods.Password, "pwd");
        Add(ProofMethods.OneTimeCode | ProofMethods.RecoveryCode, "otp");
        Add(ProofMethods.Passkey, "pop", "user");
        Add(ProofMethods.SecondSteps, "mfa");
        return words;

        void Add(ProofMethods any, params ReadOnlySpan<string> names)
        {
            if ((methods & any) != ProofMethods.None)
            {
                words.AddRange(names);
            }
        }
    }

    /// <summary>Whether the person has shown that they know or are something, and have something.</summary>
    public static bool HasSecondStep(ProofMethods methods) => (methods & ProofMethods.SecondSteps) != ProofMethods.None;
}
