namespace Portal.Tests.Unit.Fuzz;

/// <summary>A name and a value as they are written: percent-encoded in a query or a form, JSON in a JSON body, as it is in a header.</summary>
/// <remarks>A value may hold names in guillemets, as in <c>«code»</c>: what the <see cref="FuzzWorld"/> has under that name goes in their place.</remarks>
internal sealed record FuzzPart(string Name, string Value)
{
    public override string ToString() => $"{Name}={Value}";

    /// <summary>Reads <c>name=value&amp;name=value</c>.</summary>
    public static IReadOnlyList<FuzzPart> ReadMany(string text) =>
        [.. text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => new FuzzPart(pair[0], pair[1]))];
}
