namespace Portal.Identity.Homeserver;

/// <summary>How the homeserver answered a probe.</summary>
/// <param name="Reason">Its <c>error</c>, for the operator: at most 200 characters, none of them a control character.</param>
/// <param name="Date">When it was there, by its own clock.</param>
public sealed record ProbeAnswer(int Status, string? ErrorCode, string? Reason, DateTimeOffset? Date)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}
