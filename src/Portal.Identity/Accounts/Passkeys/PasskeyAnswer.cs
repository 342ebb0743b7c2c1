namespace Portal.Identity.Accounts.Passkeys;

/// <summary>What came back from a page that asked an authenticator; anybody can have written it.</summary>
/// <param name="Purpose">What the page was for, as it was when the question was asked (<see cref="PasskeyPurpose"/>).</param>
/// <param name="State">Of the <see cref="PasskeyQuestion"/>.</param>
/// <param name="Credential">As JSON (Web Authentication §5.1, <c>toJSON</c>).</param>
public sealed record PasskeyAnswer(string Purpose, string State, string Credential)
{
    /// <summary>Without what could be sent again.</summary>
    public override string ToString() => nameof(PasskeyAnswer);
}
