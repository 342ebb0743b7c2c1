namespace Portal.Identity.Sessions;

/// <summary>How a person has proven who they are; several together. The numbers are stored.</summary>
[Flags]
public enum ProofMethods
{
    None = 0,

    Password = 1,

    /// <summary>A code of the app on their phone (RFC 6238).</summary>
    OneTimeCode = 2,

    /// <summary>One of the codes that were written down for the day on which the phone is gone.</summary>
    RecoveryCode = 4,

    /// <summary>A passkey, unlocked by a finger, a face or a PIN (Web Authentication).</summary>
    Passkey = 8,

    /// <summary>Any of those with which somebody has shown more than a password.</summary>
    SecondSteps = OneTimeCode | RecoveryCode | Passkey,
}
