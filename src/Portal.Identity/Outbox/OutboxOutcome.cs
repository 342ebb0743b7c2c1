namespace Portal.Identity.Outbox;

/// <summary>What became of a try.</summary>
/// <param name="Message">As it was taken.</param>
/// <param name="Setback">What is noted of a message that was not delivered, unless another worker has it by now; none for one that was: it is done, whoever has it.</param>
internal sealed record OutboxOutcome(OutboxMessage Message, Action<OutboxMessage, DateTimeOffset>? Setback = null)
{
    /// <summary>It was taken and not tried.</summary>
    public static OutboxOutcome GivenBack(OutboxMessage message) => new(message, (stored, now) => stored.GiveBack(now));
}
