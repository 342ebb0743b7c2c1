namespace Portal.Tests.Unit.Model;

/// <summary>What an exchange began.</summary>
/// <param name="OfPerson">Whether a client acts for the person; else it acts for itself.</param>
internal sealed record ModelledSession(ModelledClient Owner, bool OfPerson)
{
    public DateTimeOffset? EndedAt { get; set; }

    public bool IsForgotten { get; set; }
}
