namespace Portal.Theme;

/// <summary>Collects what is wrong with one file.</summary>
internal sealed class ThemeProblems(string file, List<ThemeProblem> all)
{
    /// <summary>So much is said of one file; whoever has more mends these first.</summary>
    private const int Most = 50;

    private readonly HashSet<(string, string)> _said = [];

    public void Add(string place, string message, ThemeProblemKind kind = ThemeProblemKind.Broken)
    {
        if (_said.Count < Most && _said.Add((place, message)))
        {
            all.Add(new ThemeProblem(file, place, message, kind));
        }
    }
}
