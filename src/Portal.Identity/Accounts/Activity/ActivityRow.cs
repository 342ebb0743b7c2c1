namespace Portal.Identity.Accounts.Activity;

/// <summary>Something that happened, as a row tells it.</summary>
internal sealed class ActivityRow
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Of the row; it may tell of several things.</summary>
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required string Kind { get; init; }

    public Guid? SessionId { get; init; }

    public string? IpAddress { get; init; }

    public string? Detail { get; init; }

    /// <summary>How often.</summary>
    public int Count { get; init; } = 1;
}
