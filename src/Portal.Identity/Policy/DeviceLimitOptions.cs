namespace Portal.Identity.Policy;

/// <summary>How many apps one person may be signed in to at a time (<c>Portal:Sessions:Limit</c>; policy contract, section 5.3). Browsers do not count.</summary>
public sealed class DeviceLimitOptions
{
    public const string Section = "Portal:Sessions:Limit";

    /// <summary>With so many, a person must remove one before they let another in. At least 1. Default: no limit.</summary>
    public int? SoftLimit { get; set; }

    /// <summary>With so many, an app that signs in by the legacy login without a page is refused. At least <see cref="SoftLimit"/>, which it needs. Default: no limit.</summary>
    public int? HardLimit { get; set; }

    /// <summary>Whether such an app is let in all the same, and the legacy sessions that were used least lately end in its place, with their encryption keys. Needs a <see cref="HardLimit"/> of 2 or more. Default: no.</summary>
    public bool DangerousHardLimitEviction { get; set; }

    /// <summary>Whoever has more than this is not limited at all: for bots of before there was a limit. At least 1. Default: nobody.</summary>
    public int? MaxSessionThreshold { get; set; }
}
