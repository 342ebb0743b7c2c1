namespace Portal.Identity.Accounts.Passkeys;

/// <summary>What an authenticator has just made, all of it checked; nobody's yet.</summary>
/// <param name="Provider">As <see cref="Passkey.Provider"/>.</param>
public sealed record NewPasskey(byte[] CredentialId, byte[] PublicKey, uint SignCount, IReadOnlyList<string> Transports, bool IsBackupEligible, bool IsBackedUp, Guid? Provider);
