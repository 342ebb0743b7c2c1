namespace Portal.Tests.Unit.Model;

/// <summary>A device code (RFC 8628).</summary>
/// <param name="Owner">The client that it was given to.</param>
internal sealed record ModelledDeviceCode(ModelledClient Owner, DateTimeOffset AskedAt)
{
    public DateTimeOffset? PolledAt { get; set; }

    /// <summary>How long the device must wait between two questions.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The number of the browser session in which the person allowed it.</summary>
    public int? Browser { get; set; }

    public bool IsDenied { get; set; }

    public bool IsRedeemed { get; set; }

    public bool IsForgotten { get; set; }

    public bool IsPending => Browser is null && !IsDenied;
}
