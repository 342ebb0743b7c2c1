using System.Text.Json;
using Portal.Identity.Clients;
using Portal.Tests.Unit.Identity.Authorizations;
using Portal.Tests.Unit.Identity.Clients;
using Xunit;
using static Portal.Identity.Authorizations.AuthorizationDecision;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attempts to have the answer of <c>/authorize</c> sent, or run, where the client is not.</summary>
public sealed class RedirectAttacks
{
    [Theory]
    [InlineData("https://app.example.evil")]
    [InlineData("https://app.example.evil/")]
    [InlineData("https://app.example.evil/cb")]
    [InlineData("https://app.examplecb/cb")]
    [InlineData("https://evilapp.example/cb")]
    [InlineData("https://evil.app.example/cb")]
    [InlineData("https://app.example/cb/../../evil")]
    [InlineData("https://app.example/cb/%2e%2e/evil")]
    [InlineData("https://app.example/cbevil")]
    [InlineData("https://app.example/cb/evil")]
    [InlineData("https://app.example/cb?next=https://evil.test")]
    [InlineData("https://app.example:8443/cb")]
    [InlineData("https://app.example./cb")]
    [InlineData("https://app.example/cb;evil")]
    [InlineData("https://app.exampIe/cb")]
    [InlineData("https://аpp.example/cb")]
    public void A1_A_suffix_look_alike_redirect_is_refused(string requested) => AssertRefusedOnPage(requested);

    [Theory]
    [InlineData("https://app.example@evil.test/cb")]
    [InlineData("https://app.example:443@evil.test/cb")]
    [InlineData("https://app.example%2Fcb@evil.test/cb")]
    [InlineData("https://app.example%40evil.test/cb")]
    [InlineData("https://evil.test@app.example/cb")]
    [InlineData("https://@app.example/cb")]
    [InlineData("https://a@b@app.example/cb")]
    [InlineData("https://app.example＠evil.test/cb")]
    public void A2_Userinfo_does_not_hide_the_host(string requested) => AssertRefusedOnPage(requested);

    [Theory]
    [InlineData("https://appaexample/cb")]
    [InlineData("https://app-example/cb")]
    [InlineData("https://app.example/.*")]
    [InlineData("https://app.example/c.")]
    public void A4_A_dot_matches_only_a_dot(string requested) => AssertRefusedOnPage(requested);

    [Theory]
    [InlineData(".*", "https://evil.test/")]
    [InlineData("https://.*", "https://evil.test/")]
    [InlineData("https://app.example/*", "https://app.example/evil")]
    [InlineData("https://*.app.example/cb", "https://evil.app.example/cb")]
    public void A4_A_registered_pattern_is_no_pattern(string registered, string requested) =>
        Assert.False(RedirectUriMatcher.TryMatch([registered], requested, out _));

    [Fact]
    public void A4_A_host_that_only_looks_like_a_subdomain_does_not_register() => Assert.Equal(
        "invalid_redirect_uri",
        Registration.Judge("""{ "client_uri": "https://foo.example.com/", "redirect_uris": ["https://fooaexample.com/cb"] }""")?.Code);

    [Theory]
    [InlineData(@"https:\\app.example/cb")]
    [InlineData(@"https://app.example\@evil.test/cb")]
    [InlineData(@"https://evil.test\.app.example/cb")]
    [InlineData(@"https://evil.test\@app.example/cb")]
    [InlineData("https:///evil.test/cb")]
    [InlineData("https:app.example/cb")]
    [InlineData("//app.example/cb")]
    [InlineData("//evil.test/cb")]
    [InlineData("/cb")]
    [InlineData("https://app.ex\tample/cb")]
    [InlineData("https://app.example/c\nb")]
    [InlineData("\thttps://app.example/cb")]
    [InlineData("https://app.example/cb ")]
    [InlineData("https://app.example/cb\r\nSet-Cookie: a=b")]
    [InlineData("https://app.example\u2215cb@evil.test/")]
    public void A5_What_parsers_read_differently_is_refused(string requested) => AssertRefusedOnPage(requested);

    [Theory]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:1/CB")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:1/cb?x=1")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:1@evil.test/cb")]
    [InlineData("http://127.0.0.1/cb", "http://x@127.0.0.1:1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1.evil.test:1/cb")]
    [InlineData("http://127.0.0.1/cb", "https://127.0.0.1:1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.2:1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://127.1:1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://2130706433:1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://[::ffff:127.0.0.1]:1/cb")]
    [InlineData("http://127.0.0.1/cb", "http://0.0.0.0:1/cb")]
    [InlineData("http://localhost/cb", "http://LOCALHOST.evil.test:1/cb")]
    [InlineData("http://localhost/cb", "http://localhost.:1/cb")]
    [InlineData("http://localhost/cb", "http://localhost:99999/cb")]
    [InlineData("http://localhost:3000/cb", "http://localhost:3001/cb")]
    [InlineData("https://localhost/cb", "https://localhost:1/cb")] // RFC 8252 §7.3 is about http
    [InlineData("http://intranet/cb", "http://intranet:1/cb")]
    [InlineData("https://app.example/cb", "https://app.example:444/cb")]
    public void A6_Only_the_port_of_a_loopback_address_varies(string registered, string requested) =>
        Assert.False(RedirectUriMatcher.TryMatch([registered], requested, out _));

    [Fact]
    public void A6_Case_of_scheme_and_host_is_normalised_before_the_answer_is_sent()
    {
        Assert.True(RedirectUriMatcher.TryMatch(["http://localhost/cb"], "HTTP://LOCALHOST:8123/cb", out var target));
        Assert.Equal("http://localhost:8123/cb", target.Href);
    }

    public static TheoryData<string> Executable =>
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "javascript://example.com/%0aalert(1)", "javascript:/cb", "javascript:callback",
        "data:text/html,hi", "data:text/html;base64,PHNjcmlwdD4=", "vbscript:x", "blob:https://example.com/1", "file:///etc/passwd", "about:blank",
        "view-source:https://example.com/", "filesystem:https://example.com/x",
    ];

    [Theory]
    [MemberData(nameof(Executable))]
    public void A7_A_redirect_that_a_browser_would_run_does_not_register(string uri)
    {
        foreach (var clientUri in (string[])["https://example.com/", "https://javascript/", "https://vbscript/", "https://file/"])
        {
            foreach (var options in (ClientRegistrationOptions[])[new(), new() { AllowHostMismatch = true, AllowInsecureUris = true, AllowMissingClientUri = true }])
            {
                var error = Registration.Judge(JsonSerializer.Serialize(new { client_uri = clientUri, application_type = "native", redirect_uris = (string[])[uri] }), options);

                Assert.Equal("invalid_redirect_uri", error?.Code);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Executable))]
    public void A7_A_redirect_that_a_browser_would_run_is_never_answered_even_if_configured(string uri)
    {
        var client = Authorize.StaticClient("none", uri);

        Assert.IsType<RefusedOnPage>(Authorize.Read($"redirect_uri={Uri.EscapeDataString(uri)}", client));
        Assert.IsType<RefusedOnPage>(Authorize.Read("redirect_uri=&response_mode=form_post", client));
    }

    [Theory]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("java\nscript:alert(1)")]
    [InlineData("\u0001javascript:alert(1)")]
    public void A7_Markup_and_control_characters_make_no_URL(string uri) =>
        Assert.NotNull(Registration.Judge(JsonSerializer.Serialize(new { redirect_uris = (string[])[uri] })));

    private static void AssertRefusedOnPage(string requested)
    {
        var client = Authorize.StaticClient("none", "https://app.example/cb");

        foreach (var rest in (string[])["", "&prompt=none", "&request=x", "&response_mode=form_post", "&response_type=token"])
        {
            Assert.IsType<RefusedOnPage>(Authorize.Read($"redirect_uri={Uri.EscapeDataString(requested)}{rest}", client));
        }

        Assert.False(RedirectUriMatcher.AreEqual("https://app.example/cb", requested));
    }
}
