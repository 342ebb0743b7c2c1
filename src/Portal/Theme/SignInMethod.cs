namespace Portal.Theme;

/// <summary>A way to sign in, in the order of which a theme has its say.</summary>
internal enum SignInMethod
{
    Password,
    Passkey,
}
