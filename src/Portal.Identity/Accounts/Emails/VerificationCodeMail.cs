namespace Portal.Identity.Accounts.Emails;

/// <summary>A code that proves that a person reads the mail of an address.</summary>
/// <param name="Address">The address to verify.</param>
/// <param name="Username">The local part of the account's Matrix ID; empty if the account has none yet.</param>
/// <param name="Code">Decimal digits, zeros in front included, without spaces.</param>
/// <param name="Lifetime">How long the code will still work when the mail is sent.</param>
/// <param name="Language">A BCP 47 tag; English stands in for a language that has no texts.</param>
/// <param name="MessageId">The same for every attempt to deliver this mail, so that a repetition can be recognised.</param>
public sealed record VerificationCodeMail(
    string Address, string Username, string Code, TimeSpan Lifetime, string Language, Guid MessageId)
{
    /// <summary>Without address and code, which no log may hold.</summary>
    public override string ToString() => $"{nameof(VerificationCodeMail)} {MessageId}";
}
