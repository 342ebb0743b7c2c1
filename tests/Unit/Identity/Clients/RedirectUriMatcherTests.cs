using Portal.Identity.Clients;
using Xunit;

namespace Portal.Tests.Unit.Identity.Clients;

public sealed class RedirectUriMatcherTests
{
    [Theory]
    [InlineData("https://app.example/cb", "https://app.example/cb", "https://app.example/cb")]
    [InlineData("https://app.example/cb", "HTTPS://APP.example:443/cb", "https://app.example/cb")]
    [InlineData("https://app.example", "https://app.example/", "https://app.example/")]
    [InlineData("https://app.example/cb?x=1", "https://app.example/cb?x=1", "https://app.example/cb?x=1")]
    [InlineData("com.example:callback", "com.example:callback", "com.example:callback")]
    [InlineData("https://bücher.example/", "https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:8123/cb", "http://127.0.0.1:8123/cb")] // line 35
    [InlineData("http://localhost/cb", "http://localhost:8123/cb", "http://localhost:8123/cb")]
    [InlineData("http://[::1]/cb", "http://[::1]:8123/cb", "http://[::1]:8123/cb")]
    [InlineData("http://[::1]/cb", "http://[0:0:0:0:0:0:0:1]:8123/cb", "http://[::1]:8123/cb")]
    public void Sends_the_answer_to_the_registered_URI(string registered, string requested, string target)
    {
        Assert.True(RedirectUriMatcher.TryMatch(["https://first.example/", registered], requested, out var url));
        Assert.Equal(target, url.Href);
    }

    [Theory]
    [InlineData("http://127.0.0.1/cb", "http://localhost/cb")] // line 35
    [InlineData("http://127.0.0.1/cb", "http://[::1]/cb")]
    [InlineData("http://127.0.0.1:1/cb", "http://127.0.0.1:2/cb")]
    [InlineData("http://127.0.0.1:1/cb", "http://127.0.0.1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:8123/cb/")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:8123/cb?x")]
    [InlineData("https://app.example/cb", "https://app.example/CB")]
    [InlineData("https://app.example/cb", "https://app.example/cb?")]
    [InlineData("https://app.example/cb", "https://app.example/cb#")]
    [InlineData("https://app.example/cb", "http://app.example/cb")]
    [InlineData("not a url", "not a url")]
    public void Sends_no_answer_elsewhere(string registered, string requested) =>
        Assert.False(RedirectUriMatcher.TryMatch([registered], requested, out _));

    [Theory]
    [InlineData("https://app.example/cb", "https://APP.example/cb", true)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:1/cb", false)]
    [InlineData("x", "x", false)]
    public void The_token_endpoint_compares_without_exceptions(string left, string right, bool equal) =>
        Assert.Equal(equal, RedirectUriMatcher.AreEqual(left, right));
}
