namespace Portal.Tests.E2E.Support;

/// <summary>A page in one of its states, and the way there.</summary>
/// <param name="Name">As in the file names of the screenshots.</param>
internal sealed record Screen(string Name, Func<Visit, Task> ShowAsync)
{
    /// <summary>Whether the portal's scripts run.</summary>
    public bool Scripts { get; init; } = true;

    public override string ToString() => Name;
}
