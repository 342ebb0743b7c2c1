namespace Portal.Identity.Accounts.Passkeys;

/// <summary>What a page needs to ask an authenticator.</summary>
/// <param name="Options">For the browser, as JSON (Web Authentication §5.4 and §5.5).</param>
/// <param name="State">Comes back with the answer; nobody but us can read or write it.</param>
public sealed record PasskeyQuestion(string Options, string State);
