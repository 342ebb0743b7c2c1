using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Portal.Tests.Unit.Support;

/// <summary>What came back.</summary>
internal sealed class Answer
{
    private readonly Dictionary<string, string[]> _headers;
    private readonly Lazy<IHtmlDocument> _document;

    private Answer(HttpResponseMessage response, byte[] body)
    {
        Status = response.StatusCode;
        Address = response.RequestMessage!.RequestUri!.PathAndQuery;
        Bytes = body;
        _headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase);
        _document = new(() => new HtmlParser().ParseDocument(Text));
    }

    public HttpStatusCode Status { get; }

    /// <summary>Path and query of the request.</summary>
    public string Address { get; }

    public byte[] Bytes { get; }

    public string Text => System.Text.Encoding.UTF8.GetString(Bytes);

    public string? Location => this["Location"];

    public string? ContentType => this["Content-Type"];

    public IHtmlDocument Document => _document.Value;

    public JsonElement Json => JsonElement.Parse(Bytes);

    /// <summary>The one heading that every page of ours has.</summary>
    public string Heading => Document.QuerySelector("h1")?.TextContent.Trim() ?? "";

    /// <summary>The <c>error</c> member of an OAuth refusal.</summary>
    public string? Error => Json.GetProperty("error").GetString();

    public IReadOnlyList<SetCookieHeaderValue> SetCookies => _headers.TryGetValue("Set-Cookie", out var cookies) ? [.. SetCookieHeaderValue.ParseList(cookies)] : [];

    /// <summary>The names of all headers.</summary>
    public IEnumerable<string> HeaderNames => _headers.Keys;

    /// <summary>A header; its lines joined by commas.</summary>
    public string? this[string header] => _headers.TryGetValue(header, out var values) ? string.Join(", ", values) : null;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(response, await response.Content.ReadAsByteArrayAsync());

    /// <summary>The page's own form: the first that does not sign out.</summary>
    public IHtmlFormElement Form(string selector = "form[method=post]") =>
        Document.QuerySelectorAll(selector).OfType<IHtmlFormElement>().FirstOrDefault(form => form.GetAttribute("action")?.EndsWith("/logout", StringComparison.Ordinal) != true)
        ?? throw new InvalidOperationException($"{Address} answered {Status} without a form: {Heading}");

    /// <summary>What a hidden or visible field of the page holds.</summary>
    public string? Field(string name) => Document.QuerySelector($"input[name={name}]")?.GetAttribute("value");

    /// <summary>A parameter of the redirect, in the query or behind the <c>#</c>.</summary>
    public string? Returned(string name)
    {
        var parts = (Location ?? "").Split('#', 2);
        var parameters = QueryHelpers.ParseQuery(parts is [_, { Length: > 0 } fragment] ? fragment : parts[0].Split('?', 2) is [_, var query] ? query : "");
        return parameters.TryGetValue(name, out var value) ? value.ToString() : null;
    }
}
