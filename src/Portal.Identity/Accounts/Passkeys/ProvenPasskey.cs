namespace Portal.Identity.Accounts.Passkeys;

/// <summary>Somebody has shown that they have a passkey, and that they are its owner: by a finger, a face or a PIN.</summary>
/// <param name="Challenge">What was signed; good for one sign-in.</param>
public sealed record ProvenPasskey(Guid UserId, byte[] CredentialId, uint SignCount, bool IsBackedUp, PasskeyChallenge Challenge);
