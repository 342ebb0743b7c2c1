namespace Portal.Identity.Accounts.Deletion;

/// <summary>The payload of <see cref="FinishDeletion"/>.</summary>
/// <param name="DueAt">The end of the time in which the account could come back: who came back and deleted it again has another.</param>
public sealed record DeletionMessage(Guid UserId, DateTimeOffset DueAt);
