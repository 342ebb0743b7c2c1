namespace Portal.Theme;

/// <summary>What somebody may have meant.</summary>
internal static class Nearest
{
    private const int LongestName = 100;

    /// <summary>" Did you mean …?" with a space before it; empty if nothing is near.</summary>
    public static string Hint(string name, IEnumerable<string> known) => Of(name, known) is { } near ? $" Did you mean \"{near}\"?" : "";

    private static string? Of(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName)
        {
            return null;
        }

        var (nearest, distance) = known.Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .DefaultIfEmpty((Name: "", Distance: int.MaxValue)).MinBy(pair => pair.Distance);
        return distance <= Math.Max(2, name.Length / 4) ? nearest : null;
    }

    // Levenshtein: how many letters must change.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
