namespace Portal.Identity.Authorizations;

/// <summary>What the client wants the person to be asked (<c>prompt</c>, OpenID Connect Core §3.1.2.1 and Initiating User Registration §4).</summary>
[Flags]
public enum AuthorizationPrompts
{
    Unspecified = 0,

    /// <summary>Ask nothing at all: answer at once, or say what would have to be asked. Never beside another value.</summary>
    Nothing = 1,

    /// <summary>Sign in again, even with a session.</summary>
    Login = 2,

    /// <summary>Ask for consent, which happens anyway.</summary>
    Consent = 4,

    /// <summary>Offer to use another account.</summary>
    SelectAccount = 8,

    /// <summary>Begin with registration.</summary>
    Create = 16,
}
