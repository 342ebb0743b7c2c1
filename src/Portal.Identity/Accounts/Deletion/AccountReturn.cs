using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Deletion;

/// <summary>The way back into an account that its owner has deleted, for who has proven to be the owner.</summary>
/// <param name="Until">When there is no way back any more; also says which of several deletions is meant.</param>
/// <param name="Proof">When and how they have proven it; pressing a button later is no proof.</param>
public sealed record AccountReturn(Guid UserId, DateTimeOffset Until, SignInProof Proof);
