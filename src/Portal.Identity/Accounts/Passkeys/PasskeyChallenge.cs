namespace Portal.Identity.Accounts.Passkeys;

/// <summary>A question to an authenticator that was answered in time.</summary>
/// <param name="Id">Different for every question.</param>
/// <param name="ExpiresAt">From then on an answer is refused anyway.</param>
public sealed record PasskeyChallenge(string Id, DateTimeOffset ExpiresAt);
