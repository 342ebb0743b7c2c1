namespace Portal.Identity.Accounts.PersonalTokens;

/// <summary>Access tokens that people make for bots and scripts (<c>Portal:Account:AccessTokens</c>).</summary>
public sealed class PersonalTokenOptions
{
    public const string Section = "Portal:Account:AccessTokens";

    /// <summary>Most that can be allowed to one account.</summary>
    public const int HighestMaximum = 1000;

    /// <summary>Whether people may make them. Those that they made before go on working. Default: yes.</summary>
    public bool Allowed { get; set; } = true;

    /// <summary>Whether one may be made that never expires. Default: no.</summary>
    public bool MayNeverExpire { get; set; }

    /// <summary>How many one account may have at a time. Default 50; 1 to 1000.</summary>
    public int MaxPerAccount { get; set; } = 50;
}
