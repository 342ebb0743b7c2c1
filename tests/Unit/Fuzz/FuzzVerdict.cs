using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Tests.Unit.Support;

namespace Portal.Tests.Unit.Fuzz;

/// <summary>What must hold for the answer to any request whatsoever.</summary>
internal static partial class FuzzVerdict
{
    private static readonly string[] Addresses = ["href", "src", "action", "formaction"];

    /// <summary>What is wrong with the answer; nothing if it is as it should be.</summary>
    public static string? Of(FuzzRequest request, Answer answer) =>
        (int)answer.Status >= 500 ? $"The answer is {(int)answer.Status}."
        : !IsProgram(answer) && Insides().Match(answer.Text) is { Success: true } inside ? $"The body tells of the inside: {inside.Value}"
        : answer.Status == HttpStatusCode.OK && IsUnproven(request) ? "What is bound to a key was given without a good proof of it."
        : answer["X-Injected"] is not null ? "A value of the request has become a header."
        : answer.Location is { } location && !IsRegistered(location) ? $"The redirect leads to {location}"
        : !IsJson(answer) && answer.Text.Contains("<zq", StringComparison.OrdinalIgnoreCase) ? "Markup of the request stands in the body."
        : answer.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true ? OfPage(answer)
        : IsFromApi(request, answer) && (int)answer.Status >= 400 ? OfRefusal(answer)
        : null;

    // RFC 9449 §5 and §7: the one header, and in it a good proof for what is asked.
    private static bool IsUnproven(FuzzRequest request)
    {
        var proofs = request.Headers.Where(header => header.Name == "DPoP").Select(header => header.Value.Trim()).ToArray();
        return request.Path switch
        {
            "/oauth2/token" => request.Body.Parts.Any(part => part is { Name: "refresh_token", Value: "«bound-refresh-token»" }) && proofs is not [$"«{FuzzProofs.Good}»" or $"«{FuzzProofs.GoodWithToken}»" or "«proof-replayed»"],
            "/oauth2/userinfo" => request.Headers.Any(header => header.Name == "Authorization" && header.Value.EndsWith("«bound-access-token»", StringComparison.Ordinal)) && proofs is not [$"«{FuzzProofs.GoodWithToken}»" or "«proof-replayed»"],
            _ => false,
        };
    }

    private static string? OfPage(Answer answer)
    {
        var elements = answer.Document.All;
        if (elements.FirstOrDefault(element => element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal))) is { } scripted)
        {
            return $"The page has a script in <{scripted.LocalName}>.";
        }

        var dangerous = elements.SelectMany(element => Addresses.Select(element.GetAttribute)).FirstOrDefault(address => Script().IsMatch(address ?? ""));
        var form = answer.Document.Forms.Select(form => form.GetAttribute("action")).FirstOrDefault(action => action is { Length: > 0 } && !IsRegistered(action));
        return dangerous is not null ? $"The page has the address {dangerous}"
            : form is not null ? $"A form of the page leads to {form}"
            : null;
    }

    // The API answers in JSON with an error. Without a body: what no endpoint has seen, and what speaks in WWW-Authenticate (RFC 6750 §3).
    private static string? OfRefusal(Answer answer)
    {
        if (answer.Bytes.Length == 0)
        {
            return answer["WWW-Authenticate"] is not null || answer.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed ? null : $"The refusal {(int)answer.Status} says nothing.";
        }

        try
        {
            return answer.Json.TryGetProperty("error", out var error) && error.GetString() is { Length: > 0 } ? null : "The refusal has no error.";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return $"The refusal is no JSON: {answer.Text}";
        }
    }

    // What the server itself refuses to read has none of our headers.
    private static bool IsFromApi(FuzzRequest request, Answer answer) =>
        answer["X-Content-Type-Options"] is not null && request.Method is not ("HEAD" or "OPTIONS")
        && (request.Path.StartsWith("/oauth2/", StringComparison.Ordinal) || request.Path.StartsWith("/.well-known/", StringComparison.Ordinal) || request.Path.StartsWith("/_matrix/", StringComparison.Ordinal));

    // In which < means nothing, and which no browser takes for a page.
    private static bool IsJson(Answer answer) =>
        answer["X-Content-Type-Options"] == "nosniff" && answer.ContentType?.Split(';')[0] is { } type && (type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal));

    private static bool IsProgram(Answer answer) =>
        answer.ContentType is { } type && (type.StartsWith("text/javascript", StringComparison.Ordinal) || type.StartsWith("text/css", StringComparison.Ordinal));

    private static bool IsRegistered(string address) =>
        address.StartsWith($"{PortalFactory.PublicBase}complete-compat-sso/", StringComparison.Ordinal) // to the portal's own host, from the homeserver's
        || address is "/" or ['/', not ('/' or '\\'), ..] or ['?', ..]
        || (address.StartsWith(HttpApp.RedirectUri, StringComparison.Ordinal) && address[HttpApp.RedirectUri.Length..] is "" or ['?' or '#', ..]);

    [GeneratedRegex(@"\bat [A-Z]\w{1,60}\.[\w.<>`]{1,200}\(|\b[A-Z]\w{1,60}Exception\b|\bSystem\.[A-Z]|\bMicrosoft\.[A-Z]|SQLite|Npgsql|/src/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Insides();

    [GeneratedRegex(@"^[\s\x00-\x1f]*(javascript|vbscript|data:text)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Script();
}
