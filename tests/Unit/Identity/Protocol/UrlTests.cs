using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Protocol;

public sealed class UrlTests
{
    [Theory]
    [InlineData("https://EXAMPLE.com", "https://example.com/")]
    [InlineData("HTTP://example.com:80/A", "http://example.com/A")]
    [InlineData("https://example.com:443?q", "https://example.com/?q")]
    [InlineData("https://example.com:/x", "https://example.com/x")]
    [InlineData("https://example.com:0080/x", "https://example.com:80/x")]
    [InlineData("http://example.com:443/", "http://example.com:443/")]
    [InlineData("https://example.com./", "https://example.com./")]
    [InlineData("https://Bücher.example/", "https://xn--bcher-kva.example/")]
    [InlineData("https://ｅxample.com/", "https://example.com/")]
    [InlineData("https://[0:0::1]:8443/", "https://[::1]:8443/")]
    [InlineData("https://me:pw@example.com/", "https://me:pw@example.com/")]
    [InlineData("https://example.com/a//b/%2F?it's#", "https://example.com/a//b/%2F?it%27s#")]
    [InlineData("COM.example.App:/cb", "com.example.app:/cb")]
    [InlineData("com.example:callback?x", "com.example:callback?x")]
    [InlineData("com.example:///cb", "com.example:///cb")]
    [InlineData("com.example://Host:80/cb", "com.example://Host:80/cb")]
    public void Serialises_like_a_browser(string text, string href)
    {
        Assert.True(Url.TryParse(text, out var url));
        Assert.Equal(href, url.Href);
        Assert.True(Url.TryParse(url.Href, out var again) && again == url, "a serialised URL parses to itself");
    }

    public static TheoryData<string> Refused =>
    [
        "", ":", "//example.com", "/cb", "cb", "example.com", "1https://example.com", "ht tps://example.com",
        "https:example.com", "https:/example.com", "https:///example.com", "https:////example.com", "https://", "https://:443/", "https://@/",
        @"https:\\example.com", @"https://example.com\evil.test", @"https://example.com\@evil.test/", @"https://evil.test\.example.com",
        " https://example.com", "https://example.com ", "https://exa mple.com", "https://exam\tple.com", "https://example.com\n", "\u0000https://example.com",
        "java\nscript:alert(1)", "https://example.com/\u00A0", "https://example.com/ü", "https://example.com/?ü", "https://example.com/\uD800",
        "https://a@b@example.com/", "https://example.com:99999/", "https://example.com:+1/", "https://example.com:-1/", "https://example.com:1:2/", "https://example.com:x/",
        "https://%65xample.com/", "https://example%2ecom/", "https://exa%00mple.com/", "https://example..com/", "https://.example.com/", "https://example.com../",
        "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.1/", "https://0177.0.0.1/", "https://127.0.0.1./", "https://256.0.0.1/", "https://1.2.3.4.5/", "https://x.0x/",
        "https://[::1/", "https://[::1]x/", "https://[::1%25eth0]/", "https://[::1%eth0]/", "https://[1.2.3.4]/", "https://[]/", "https://::1/",
        "https://example.com/../x", "https://example.com/a/./b", "https://example.com/%2e%2E/x", "https://example.com/.%2e", "https://example.com/a/..",
        "https://example.com/%", "https://example.com/%g0", "https://example.com/?%1", "https://example.com/a|b", "https://example.com/<x>", "https://example.com/\"", "https://example.com/[x]", "https://example.com/##",
        "https://xn--a.example/", "https://xn--/", "https://a\u2028b.example/", "https://a／evil.test/", "https://a？b.example/", "https://a＠evil.test/", "https://a：80/",
        "com.example://:80/", "com.example://user@/", "com.example:/../cb", "com.example:/ü", "com.example:a b",
        "https://" + new string('a', 64) + ".com/", "https://example.com/" + new string('a', Url.MaximumLength),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses_what_parsers_read_differently(string text) => Assert.False(Url.TryParse(text, out _));

    // The client's own software may use System.Uri: what we accept must mean the same host to it.
    [Theory]
    [InlineData("https://EXAMPLE.com:8443/cb")]
    [InlineData("https://me@example.com/cb")]
    [InlineData("https://Bücher.example/")]
    [InlineData("https://faß.example/")]
    [InlineData("http://[::1]:1/")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("https://a.b-c.example./x")]
    public void Agrees_with_the_framework_on_the_host(string text)
    {
        Assert.True(Url.TryParse(text, out var url));

        var framework = new Uri(url.Href);

        Assert.Equal(framework.Host, url.Host);
    }
}
