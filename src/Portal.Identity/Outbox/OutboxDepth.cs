namespace Portal.Identity.Outbox;

/// <summary>How much there is in a lane.</summary>
/// <param name="Waiting">Messages that are to be delivered, now or later.</param>
/// <param name="GivenUp">Messages that somebody must look at.</param>
/// <param name="Age">For how long the oldest of those has waited that could have been delivered.</param>
internal readonly record struct OutboxDepth(int Waiting, int GivenUp, TimeSpan Age);
