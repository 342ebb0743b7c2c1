namespace Portal.Pages.Account.Confirm;

/// <summary>Marks what nobody may do who merely finds an open browser: the person must have proven lately who they are.</summary>
internal sealed class RequiresFreshProof;
