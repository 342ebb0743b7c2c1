namespace Portal.Identity.Accounts.Passkeys;

/// <summary>Signing in with passkeys (<c>Portal:Passkeys</c>).</summary>
public sealed class PasskeyOptions
{
    public const string Section = "Portal:Passkeys";

    /// <summary>Whether there are any. Default: yes, unless people reach the portal at an IP address, where browsers know none.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The domain that passkeys belong to (Web Authentication §5.1.2): the host of the public address, or a domain above it. Default: that host.</summary>
    /// <remarks>Passkeys work for the domain that they were made for, so that it must never change once there are some.</remarks>
    public string? RelyingPartyId { get; set; }
}
