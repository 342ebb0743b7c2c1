namespace Portal.Identity.Homeserver;

/// <summary>What the homeserver shall know of a user. What is not given stays as it is there.</summary>
/// <param name="Subject">The account's id as clients see it, for a homeserver that keeps it.</param>
public sealed record ProvisionedUser(string Username, string Subject, bool IsLocked)
{
    /// <summary>All addresses, in place of those that it knows; in lower case.</summary>
    public IReadOnlyList<string>? Emails { get; init; }

    /// <summary>A user that is new there and gets none is called by the name.</summary>
    public string? DisplayName { get; init; }
}
