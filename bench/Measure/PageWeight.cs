using System.Text.RegularExpressions;

namespace Portal.Bench.Measure;

/// <summary>What a browser with an empty cache loads to show a page.</summary>
/// <param name="Requests">The document and every style, script and icon that it names.</param>
/// <param name="Bytes">Their bodies as they go over the wire to a browser that takes Brotli and gzip.</param>
internal sealed partial record PageWeight(int Requests, long Bytes)
{
    public static async Task<PageWeight> OfAsync(Uri page)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        var document = await GetAsync(http, page, compressed: false);
        var html = System.Text.Encoding.UTF8.GetString(document);
        var root = new Uri(page, Base().Match(html).Groups["href"].Value);
        var files = Resources().Matches(html).Select(match => new Uri(root, match.Groups["href"].Value)).Distinct().ToList();
        long bytes = (await GetAsync(http, page, compressed: true)).Length;
        foreach (var file in files)
        {
            bytes += (await GetAsync(http, file, compressed: true)).Length;
        }

        return new PageWeight(files.Count + 1, bytes);
    }

    private static async Task<byte[]> GetAsync(HttpMessageInvoker http, Uri address, bool compressed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (compressed)
        {
            request.Headers.AcceptEncoding.ParseAdd("gzip, br");
        }

        using var response = await http.SendAsync(request, CancellationToken.None);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    }

    [GeneratedRegex("<base href=\"(?<href>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Base();

    [GeneratedRegex("<(link[^>]* href|script[^>]* src|img[^>]* src)=\"(?<href>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Resources();
}
