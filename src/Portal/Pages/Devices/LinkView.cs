namespace Portal.Pages.Devices;

/// <summary>What the page for the device's code shows.</summary>
public sealed record LinkView
{
    /// <summary>As it was typed.</summary>
    public string Code { get; init; } = "";

    /// <summary>Key of the sentence below the field.</summary>
    public string? Error { get; init; }
}
