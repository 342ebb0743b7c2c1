using System.Collections.Concurrent;
using AngleSharp.Html.Dom;
using Microsoft.Net.Http.Headers;

namespace Portal.Tests.Unit.Support;

/// <summary>A browser without scripts: keeps cookies, sends forms with all that is in them, and goes only where it is told to.</summary>
internal sealed class Browser
{
    private readonly HttpClient _http;
    private readonly Uri _base;
    private readonly string _address;

    public Browser(PortalFactory portal, string address)
    {
        _http = portal.Raw();
        (_base, _address) = (_http.BaseAddress!, address);
    }

    /// <summary>By name. A test may put anything here; as in a browser, many answers can come at once.</summary>
    public ConcurrentDictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    /// <summary>Sent with every request; a form that another site sends says so here.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        ["Accept-Language"] = "en",
    };

    public Task<Answer> GetAsync(string address) => SendAsync(HttpMethod.Get, address);

    public Task<Answer> PostAsync(string address, params IEnumerable<(string Name, string Value)> fields) =>
        SendAsync(HttpMethod.Post, address, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>Sends the page's form, its hidden fields and what was typed before included.</summary>
    /// <param name="fields">Typed into it, or the button that is pressed.</param>
    public Task<Answer> SubmitAsync(Answer page, params IEnumerable<(string Name, string Value)> fields) => SubmitAsync(page, page.Form(), fields);

    /// <inheritdoc cref="SubmitAsync(Answer, IEnumerable{ValueTuple{string, string}})"/>
    public Task<Answer> SubmitAsync(Answer page, IHtmlFormElement form, params IEnumerable<(string Name, string Value)> fields)
    {
        var typed = fields.ToLookup(field => field.Name, field => field.Value, StringComparer.Ordinal);
        var kept = form.QuerySelectorAll("input[name]").OfType<IHtmlInputElement>()
            .Where(input => (input.Type is not ("checkbox" or "radio") || input.IsChecked) && !typed.Contains(input.Name!))
            .Select(input => (input.Name!, input.Name switch
            {
                "password_confirm" => typed["password"].FirstOrDefault(""), // asked again, one types it again
                "new_password_again" => typed["new_password"].FirstOrDefault(""),
                _ => input.Value,
            }));
        return PostAsync(form.GetAttribute("action") is { Length: > 0 } action ? action : page.Address, [.. kept, .. fields]);
    }

    /// <summary>Goes where the answer leads, as long as that is ours.</summary>
    public async Task<Answer> FollowAsync(Answer answer)
    {
        while (answer.Location is ['/', ..] location)
        {
            answer = await GetAsync(location);
        }

        return answer;
    }

    public async Task<Answer> SignInAsync(string username, string password = A.Password, string address = "login")
    {
        var answer = await SubmitAsync(await GetAsync(address), ("username", username), ("password", password));
        return answer;
    }

    public async Task<Answer> SendAsync(HttpMethod method, string address, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_base, address)) { Content = content };
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", _address);
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (!Cookies.IsEmpty)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        using var response = await _http.SendAsync(request);
        var answer = await Answer.ReadAsync(response);
        foreach (var cookie in answer.SetCookies)
        {
            Keep(cookie);
        }

        return answer;
    }

    private void Keep(SetCookieHeaderValue cookie)
    {
        if (cookie.Expires is { } expires && expires < ManualClock.Start || cookie.Value.Length == 0)
        {
            Cookies.TryRemove(cookie.Name.ToString(), out _);
        }
        else
        {
            Cookies[cookie.Name.ToString()] = cookie.Value.ToString();
        }
    }
}
