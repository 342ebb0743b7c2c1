using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Legacy;

/// <summary>What an app says of the device that it signs in on (compat contract, section 7).</summary>
/// <param name="Id">Used as it is, spaces and all; none for a new device.</param>
/// <param name="Name">What the device is called at first; none leaves the name of a device that there is.</param>
/// <param name="CanRefresh">Whether the app takes refresh tokens.</param>
public sealed record LegacyDevice(string? Id, string? Name, bool CanRefresh)
{
    /// <summary>In characters: beyond it the homeserver fails at every request of the device.</summary>
    public const int MaxIdLength = 255;

    /// <summary>In characters, likewise.</summary>
    public const int MaxNameLength = 100;

    /// <summary>Of an id that we choose, in characters.</summary>
    public const int NewIdLength = 10;

    public string? Name { get; } = string.IsNullOrWhiteSpace(Name) ? null : SessionName.Trim(Name);

    /// <summary><c>M_INVALID_PARAM</c> if the homeserver would never take it.</summary>
    public MatrixError? Check() =>
        Id is not null && (Id.Length == 0 || Count(Id) > MaxIdLength || Id.Contains('\0', StringComparison.Ordinal))
            ? MatrixError.InvalidParam($"device_id must have 1 to {MaxIdLength} characters.")
        : Name is not null && (Count(Name) > MaxNameLength || SessionName.Check(Name) is RenameOutcome.NameInvalid)
            ? MatrixError.InvalidParam($"initial_device_display_name must have at most {MaxNameLength} characters, none of them a control character.")
        : null;

    // As the homeserver counts: an emoji is one.
    private static int Count(string text) => text.EnumerateRunes().Count();
}
