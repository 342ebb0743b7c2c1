namespace Portal.Identity.Legacy;

/// <summary>Who an app says that somebody is, and their password (compat contract, section 4).</summary>
/// <param name="Identifier">A username, a Matrix ID of this server or, if allowed, an address.</param>
/// <param name="IsAddress">It is an address and nothing else.</param>
public sealed record PasswordLogin(string Identifier, string Password, bool IsAddress = false)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => nameof(PasswordLogin);
}
