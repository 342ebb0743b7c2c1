namespace Portal.Pages.Account.Profile;

/// <summary>What the form for the name shows.</summary>
public sealed record ProfileView
{
    /// <summary>As typed.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Key of the sentence below the field.</summary>
    public string? Error { get; init; }

    /// <summary>Key of what was just done.</summary>
    public string? Done { get; init; }

    /// <summary>Whether the name can be changed.</summary>
    public bool CanChange { get; init; }
}
