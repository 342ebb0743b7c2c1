namespace Portal.Identity.Sessions;

/// <summary>What sessions of every kind have, for questions that are asked of all of them.</summary>
internal interface ISession
{
    Guid Id { get; }

    DateTimeOffset? FinishedAt { get; }

    DateTimeOffset? LastActiveAt { get; }

    /// <summary>Ends the session. <see langword="false"/>, and no change, if it was over before.</summary>
    bool TryFinish(DateTimeOffset now);
}
