namespace Portal.Identity.Policy;

/// <summary>How many apps one person may be signed in to at a time (<c>Portal:Sessions:Limit</c>; policy contract, section 5.3). Browsers do not count.</summary>
public sealed class DeviceLimitOptions
{
    public const string Section = "Portal:Sessions:Limit";

    /// <summary>With so many, a person must remove one before they let another in. At least 1. Default: no limit.</summary>
    public int? SoftLimit { get; set; }

    /// <summary>Whoever has more than this is not limited at all: for bots of before there was a limit. At least 1. Default: nobody.</summary>
    public int? MaxSessionThreshold { get; set; }
}
