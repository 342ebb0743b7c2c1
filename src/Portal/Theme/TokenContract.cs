using System.Collections.Frozen;
using System.Text.Json;

namespace Portal.Theme;

/// <summary>The tokens that there are: those of the default theme, whose names and types are what a theme may rely on.</summary>
internal static class TokenContract
{
    /// <summary>What stands below it is a theme's own: any names, to point at.</summary>
    public const string Reference = "reference";

    public const string Light = "light";
    public const string Dark = "dark";

    private static readonly FrozenSet<string> Bare = FrozenSet.Create(StringComparer.Ordinal, "color", "layout", "motion");

    /// <summary>As they stand in the default theme, references and all.</summary>
    public static IReadOnlyDictionary<string, TokenSource> Sources { get; } = ReadDefault();

    /// <summary>By path, without the references.</summary>
    public static IReadOnlyDictionary<string, TokenDefinition> Definitions { get; } = Sources
        .Where(token => !IsReference(token.Key))
        .ToDictionary(token => token.Key, token => Define(token.Key, token.Value), StringComparer.Ordinal);

    public static bool IsReference(string path) => path.StartsWith(Reference + ".", StringComparison.Ordinal);

    /// <summary>What a token is for.</summary>
    public static string? DescriptionOf(string path) => Sources[path].Description;

    /// <summary>A file that is part of the program.</summary>
    public static byte[] ReadResource(string name)
    {
        using var stream = typeof(TokenContract).Assembly.GetManifestResourceStream("Portal.Theme." + name) ?? throw new InvalidOperationException($"{name} is not part of the program.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static IReadOnlyDictionary<string, TokenSource> ReadDefault()
    {
        var problems = new List<ThemeProblem>();
        var tokens = TokenFile.Read(ReadResource("default.json"), new ThemeProblems("default.json", problems));
        return tokens is not null && problems.Count == 0 ? tokens : throw new InvalidOperationException("The default theme is broken: " + string.Join(' ', problems));
    }

    private static TokenDefinition Define(string path, TokenSource source)
    {
        var parts = path.Split('.');
        var (scheme, group, name) = parts.Length == 3 ? (parts[0], parts[1], parts[2]) : (null, parts[0], parts[1]);
        var property = name == "base" ? group : Bare.Contains(group) ? name : $"{group}-{name}";
        var kind = TokenKinds.Find(source.Type ?? "") ?? throw new InvalidOperationException($"{path} has no type.");
        var extensions = source.Extensions.ValueKind == JsonValueKind.Object ? source.Extensions.GetProperty("portal") : default;
        return new TokenDefinition(path, scheme, property, kind)
        {
            IsLocked = extensions.ValueKind == JsonValueKind.Object && extensions.TryGetProperty("locked", out var locked) && locked.GetBoolean(),
            Least = Bound(extensions, "min", source),
            Most = Bound(extensions, "max", source),
            IsInEm = group == "tracking",
        };
    }

    // In the unit of the default value.
    private static double? Bound(JsonElement extensions, string name, TokenSource source) =>
        extensions.ValueKind == JsonValueKind.Object && extensions.TryGetProperty(name, out var bound)
            ? new MeasureValue(bound.GetDouble(), source.Value.ValueKind == JsonValueKind.Object ? source.Value.GetProperty("unit").GetString()! : "").Absolute
            : null;
}

/// <summary>A token that there is.</summary>
/// <param name="Scheme"><c>light</c> or <c>dark</c>; none if it is the same in both.</param>
/// <param name="Property">The custom property that it becomes, without the dashes.</param>
internal sealed record TokenDefinition(string Path, string? Scheme, string Property, TokenKind Kind)
{
    /// <summary>No theme can change it.</summary>
    public bool IsLocked { get; init; }

    /// <summary>In pixels or milliseconds, or as it is.</summary>
    public double? Least { get; init; }

    /// <inheritdoc cref="Least"/>
    public double? Most { get; init; }

    /// <summary>A number that is a length of the letters it stands with.</summary>
    public bool IsInEm { get; init; }
}
