namespace Portal.Pages.Account.Deletion;

/// <summary>What the page shows on which somebody deletes their account.</summary>
public sealed record DeletionView
{
    /// <summary>As typed.</summary>
    public string Typed { get; init; } = "";

    public bool Erase { get; init; }

    /// <summary>What was typed is not the Matrix ID.</summary>
    public bool NotConfirmed { get; init; }

    /// <summary>For how long the account can be had back; 0 for not at all.</summary>
    public int Days { get; init; }

    /// <summary>How many devices and browsers are signed in.</summary>
    public int Devices { get; init; }
}
