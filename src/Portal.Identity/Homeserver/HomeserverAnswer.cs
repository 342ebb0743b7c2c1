using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Identity.Homeserver;

/// <summary>What the homeserver answered to one request.</summary>
/// <param name="operation">What was asked of it, in the words of its API.</param>
/// <param name="date">When it was there, by its own clock.</param>
internal sealed partial class HomeserverAnswer(string operation, HttpStatusCode status, ReadOnlyMemory<byte> body, DateTimeOffset? date)
{
    private readonly JsonElement? _object = Parse(body);

    public HttpStatusCode Status => status;

    public DateTimeOffset? Date => date;

    /// <summary>The <c>errcode</c>, if it is one.</summary>
    public string? ErrorCode => Text("errcode") is { } code && ErrorCodes().IsMatch(code) ? code : null;

    /// <summary>It has never heard of the user.</summary>
    public bool IsUserUnknown => Status == HttpStatusCode.NotFound && ErrorCode == "M_NOT_FOUND";

    /// <summary>Exactly one of these statuses, and a JSON object; a page of a proxy is no answer of a homeserver.</summary>
    /// <exception cref="HomeserverException">It answered something else.</exception>
    public HomeserverAnswer Require(params ReadOnlySpan<HttpStatusCode> statuses) =>
        !statuses.Contains(Status) ? throw Unexpected()
        : _object is null ? throw new HomeserverException($"The homeserver's answer to {operation} is not JSON.", Status)
        : this;

    /// <summary>The member's text; none if there is no such member, or it is no text.</summary>
    public string? Text(string name) => Member(name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    /// <summary>The member's text, or none for <c>null</c> or where there is no such member.</summary>
    /// <exception cref="HomeserverException">It is something else.</exception>
    public string? OptionalText(string name) => Member(name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } member => member.GetString(),
        _ => throw Malformed(name),
    };

    /// <exception cref="HomeserverException">The member is not there, or neither true nor false.</exception>
    public bool Flag(string name) => OptionalFlag(name) ?? throw Malformed(name);

    /// <exception cref="HomeserverException">The member is neither true nor false.</exception>
    public bool? OptionalFlag(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Malformed(name),
    };

    /// <summary>The objects of a member that is a list of them.</summary>
    /// <exception cref="HomeserverException">It is something else.</exception>
    public IEnumerable<JsonElement> Objects(string name) =>
        Member(name) is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object)
            ? list.EnumerateArray()
            : throw Malformed(name);

    /// <summary>What it should not have answered. Nothing of its own words: they are for its log.</summary>
    public HomeserverException Unexpected() =>
        new($"The homeserver answered {(int)Status:D}{(ErrorCode is { } code ? $" ({code})" : "")} to {operation}.", Status, ErrorCode);

    public HomeserverException Malformed(string member) => new($"In the homeserver's answer to {operation}, {member} is not what it should be.", Status);

    private JsonElement? Member(string name) => _object is { } answer && answer.TryGetProperty(name, out var member) ? member : null;

    private static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[A-Z][A-Z0-9_.]{0,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex ErrorCodes();
}
