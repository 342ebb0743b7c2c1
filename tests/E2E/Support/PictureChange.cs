namespace Portal.Tests.E2E.Support;

/// <summary>A picture that is not as accepted.</summary>
/// <param name="State">Id of what it shows.</param>
/// <param name="Name">Its own.</param>
/// <param name="Now">As WebP.</param>
/// <param name="Difference">None if no picture was ever accepted.</param>
internal sealed record PictureChange(string State, string Name, byte[] Now, PictureDifference? Difference)
{
    private const int Few = 8;

    /// <summary>What to say about all of them, the worst first; nothing if there are none.</summary>
    public static string Describe(IReadOnlyCollection<PictureChange> changes)
    {
        if (changes.Count == 0)
        {
            return "";
        }

        var states = changes.Select(change => change.State).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return $"""
            Not as accepted, the worst first:
            {string.Join('\n', changes.OrderByDescending(change => change.Difference?.Share ?? 1).ThenBy(change => change.Name, StringComparer.Ordinal).Select(change => $"  {change.Name}: {change.Difference?.ToString() ?? "no picture was ever accepted"}"))}
            What was accepted, what is there now and where they differ lie side by side in {Path.GetRelativePath(Repository.Root, Repository.Differences)}. If it is meant so: {Baselines.Command}{(states.Count > Few ? "" : " " + string.Join(' ', states))}

            """;
    }
}
