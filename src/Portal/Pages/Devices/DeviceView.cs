using Portal.Components.Icons;
using Portal.Layout;

namespace Portal.Pages.Devices;

/// <summary>What the page asks about a device.</summary>
public sealed record DeviceView
{
    public required AppIdentity App { get; init; }

    public required string UserId { get; init; }

    public required string AccountName { get; init; }

    /// <summary>What the device must show, in groups.</summary>
    public required string Code { get; init; }

    public required IconName Icon { get; init; }

    /// <summary>What the device says that it is.</summary>
    public required string Device { get; init; }

    /// <summary>The same in its own words, for those who can read them.</summary>
    public string? UserAgent { get; init; }

    /// <summary>From where it asked, if that is known.</summary>
    public string? Address { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string AtText { get; init; }

    /// <summary>Keys of what the app gets.</summary>
    public required IReadOnlyList<string> Can { get; init; }

    /// <summary>Keys of the power over others that it asks for.</summary>
    public required IReadOnlyList<string> Dangerous { get; init; }

    /// <summary>Nobody here has used the app yet.</summary>
    public bool IsNew { get; init; }

    /// <summary>The form came without the tick that the device is theirs.</summary>
    public bool TickMissing { get; init; }

    /// <summary>The form came without the tick that dangerous rights want.</summary>
    public bool DangerousTickMissing { get; init; }
}
