namespace Portal.Tests.Unit.Model;

/// <summary>An authorization code.</summary>
/// <param name="Owner">The client that it was given to.</param>
/// <param name="Browser">The number of the browser session in which the person allowed it.</param>
internal sealed record ModelledCode(ModelledClient Owner, int Browser, DateTimeOffset ConsentedAt)
{
    public DateTimeOffset? ExchangedAt { get; set; }

    /// <summary>What the exchange began.</summary>
    public ModelledSession? Session { get; set; }

    public bool IsForgotten { get; set; }
}
