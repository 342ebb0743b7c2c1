using System.Net;
using System.Text.RegularExpressions;

namespace Portal.Bench.Measure;

/// <summary>A form of the portal that somebody has open; its antiforgery token serves for any number of tries.</summary>
internal sealed partial class OpenForm
{
    private readonly Uri _address;
    private readonly string _token;
    private readonly string _cookie;

    private OpenForm(Uri address, string token, string cookie) => (_address, _token, _cookie) = (address, token, cookie);

    public static async Task<OpenForm> AtAsync(HttpMessageInvoker http, Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await http.SendAsync(request, CancellationToken.None);
        response.EnsureSuccessStatusCode();
        var cookie = response.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("csrf=", StringComparison.Ordinal)).Split(';')[0];
        return new OpenForm(address, WebUtility.HtmlDecode(Token().Match(await response.Content.ReadAsStringAsync()).Groups["value"].Value), cookie);
    }

    /// <summary>The form, ready to be sent.</summary>
    public HttpRequestMessage Fill(params IEnumerable<(string Name, string Value)> fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _address)
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("csrf", _token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]),
        };
        request.Headers.Add("Cookie", _cookie);
        return request;
    }

    [GeneratedRegex("name=\"csrf\"[^>]*value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
