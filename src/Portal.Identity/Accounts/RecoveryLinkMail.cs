namespace Portal.Identity.Accounts;

/// <summary>A link with which the owner of an address chooses a new password for one account.</summary>
/// <param name="Address">One that the account has.</param>
/// <param name="Username">The local part of the account's Matrix ID.</param>
/// <param name="Account">The whole Matrix ID.</param>
/// <param name="Link">Absolute; whoever has it has the account.</param>
/// <param name="Lifetime">How long the link will still work when the mail is sent.</param>
/// <param name="Language">A BCP 47 tag; English stands in for a language that has no texts.</param>
/// <param name="MessageId">The same for every attempt to deliver this mail, so that a repetition can be recognised.</param>
public sealed record RecoveryLinkMail(string Address, string Username, string Account, Uri Link, TimeSpan Lifetime, string Language, Guid MessageId)
{
    /// <summary>Without address and link, which no log may hold.</summary>
    public override string ToString() => $"{nameof(RecoveryLinkMail)} {MessageId}";
}
