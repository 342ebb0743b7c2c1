using System.Globalization;

namespace Portal.Identity.Policy;

/// <summary>Names to offer in place of one that is taken. The same name always gets the same candidates, in the same order.</summary>
public static class UsernameSuggestions
{
    private const int LastNumber = 20;

    private static readonly string[] Endings = [".x", "_", ".me", "-chat"];

    /// <summary>The first candidates that are acceptable.</summary>
    /// <param name="taken">A valid username.</param>
    /// <param name="isAcceptable">Whether a candidate is free and breaks no rule; asked only until there are enough.</param>
    public static IReadOnlyList<string> For(string taken, Func<string, bool> isAcceptable, int count = 3) =>
        [.. Candidates(taken).Where(isAcceptable).Take(count)];

    /// <summary>All candidates, best first; a few dozen. For callers who have to ask a database or a homeserver about each.</summary>
    public static IEnumerable<string> Candidates(string taken)
    {
        var stem = StemOf(taken, out var number);
        var next = Math.Max(number + 1, 2);
        yield return Numbered(stem, next);
        foreach (var ending in Endings)
        {
            yield return taken + ending;
        }

        for (var i = next + 1; i <= next + LastNumber; i++)
        {
            yield return Numbered(stem, i);
        }
    }

    private static string Numbered(string stem, int number) => string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}");

    // anna-2 leads to anna-3, not to anna-2-2.
    private static string StemOf(string taken, out int number)
    {
        var dash = taken.LastIndexOf('-');
        if (dash > 0 && taken.Length - dash <= 4 &&
            int.TryParse(taken.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return taken[..dash];
        }

        number = 0;
        return taken;
    }
}
