using System.Text;

namespace Portal.Tests.FakeHomeserver.Http;

/// <summary>The part behind the question mark, byte by byte as Synapse reads it.</summary>
internal sealed class Query
{
    private readonly List<(string Name, byte[] Value)> _parameters;

    /// <param name="text">Without the question mark.</param>
    public Query(string text) => _parameters =
    [
        .. from part in text.Split('&', StringSplitOptions.RemoveEmptyEntries)
           let pair = part.Split('=', 2)
           select (Encoding.Latin1.GetString(Unescape(pair[0])), Unescape(pair.Length > 1 ? pair[1] : "")),
    ];

    /// <summary>The first value of that name; none if there is none.</summary>
    /// <exception cref="MatrixErrorException">It is not ASCII (section 9.1, line 4).</exception>
    public string? First(string name) => All(name) is [var first, ..] ? first : null;

    /// <exception cref="MatrixErrorException">It is missing, or not ASCII.</exception>
    public string Required(string name) => First(name) ?? throw MatrixErrorException.MissingParameter(name);

    public IReadOnlyList<string> All(string name) =>
    [
        .. from parameter in _parameters
           where parameter.Name == name
           select Ascii.IsValid(parameter.Value) ? Encoding.ASCII.GetString(parameter.Value) : throw MatrixErrorException.InvalidParameter($"Query parameter {name} must be ascii"),
    ];

    private static byte[] Unescape(string text) => Percent.Decode(text.Replace('+', ' '));
}
