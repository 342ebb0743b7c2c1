namespace Portal.Theme;

/// <summary>What is wrong with a theme.</summary>
/// <param name="File">In the folder of the theme: <c>theme.json</c>.</param>
/// <param name="Place">Where in the file, such as <c>light.color.accent</c> or <c>line 3</c>; empty for the whole.</param>
/// <param name="Message">One sentence, with what to do where that is not plain.</param>
internal sealed record ThemeProblem(string File, string Place, string Message, ThemeProblemKind Kind = ThemeProblemKind.Broken)
{
    public override string ToString() => Place.Length == 0 ? $"{File}: {Message}" : $"{File}, {Place}: {Message}";
}

/// <summary>What follows from a problem.</summary>
internal enum ThemeProblemKind
{
    /// <summary>Looks odd, or will not do what was meant.</summary>
    Advice,

    /// <summary>Somebody cannot read or use it. The theme is shown all the same, so that whoever makes it sees it.</summary>
    Barrier,

    /// <summary>It cannot be read, or is not safe: the theme is not shown.</summary>
    Broken,
}
