using System.Text;

namespace Portal.Tests.FakeHomeserver.Http;

/// <summary>One thing that can be asked.</summary>
/// <param name="Name">For the journal and for faults.</param>
/// <param name="Pattern">Segments; one in braces stands for any.</param>
internal sealed record FakeEndpoint(string Name, string Method, string Pattern, Func<Call, Task<Answer>> AnswerAsync)
{
    private readonly string[] _segments = Pattern.Split('/');

    /// <summary>An endpoint that needs nothing but what the homeserver knows; one of them at a time.</summary>
    public static FakeEndpoint Of(string name, string method, string pattern, Func<Call, Answer> answer) => new(name, method, pattern, call =>
    {
        lock (call.World.Users)
        {
            return Task.FromResult(answer(call));
        }
    });

    /// <summary>The variable parts, if the path is one of this endpoint's. Letters count as they are, and so does every slash.</summary>
    /// <param name="path">As it came over the wire.</param>
    public Dictionary<string, string>? Match(string path)
    {
        var segments = path.Split('/');
        if (segments.Length != _segments.Length)
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (expected, actual) in _segments.Zip(segments))
        {
            var text = Encoding.UTF8.GetString(Percent.Decode(actual));
            if (expected.StartsWith('{') && text.Length > 0)
            {
                values[expected.Trim('{', '}')] = text;
            }
            else if (expected != text)
            {
                return null;
            }
        }

        return values;
    }
}
