namespace Portal.Theme;

/// <summary>What a token is worth (Design Tokens Format Module, "Types").</summary>
internal enum TokenKind
{
    Color,
    Dimension,
    Duration,
    Number,
    FontFamily,
    CubicBezier,
    Shadow,
}

/// <summary>The names that the format has for the kinds.</summary>
internal static class TokenKinds
{
    private static readonly (TokenKind Kind, string Name)[] Names =
    [
        (TokenKind.Color, "color"), (TokenKind.Dimension, "dimension"), (TokenKind.Duration, "duration"), (TokenKind.Number, "number"),
        (TokenKind.FontFamily, "fontFamily"), (TokenKind.CubicBezier, "cubicBezier"), (TokenKind.Shadow, "shadow"),
    ];

    public static IEnumerable<string> AllNames => Names.Select(pair => pair.Name);

    public static string NameOf(TokenKind kind) => Array.Find(Names, pair => pair.Kind == kind).Name;

    public static TokenKind? Find(string name) => Array.Exists(Names, pair => pair.Name == name) ? Array.Find(Names, pair => pair.Name == name).Kind : null;
}
