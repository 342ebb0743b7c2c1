using Portal.Identity.Sessions;

namespace Portal.Pages.Account.Sessions;

/// <summary>A heading and what stands below it.</summary>
/// <param name="Title">Key of the heading.</param>
/// <param name="Lead">A sentence below it.</param>
public sealed record SessionGroupView(string Id, string Title, string? Lead, IReadOnlyList<SessionEntry> Entries);

/// <summary>One session, in words.</summary>
/// <param name="When">As of <see cref="SessionWords.WhenOf"/>.</param>
public sealed record SessionEntry(
    SessionReference Reference, Components.Devices.DeviceKind Kind, string Name, IReadOnlyList<string> Details, (DateTimeOffset At, string Text, bool IsActiveNow) When, bool IsHere, bool IsEnded);
