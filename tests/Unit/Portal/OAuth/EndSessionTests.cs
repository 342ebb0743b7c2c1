using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Clients;
using Portal.Identity.Keys;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary><c>/end-session</c> (OpenID Connect RP-Initiated Logout 1.0), and what must not come of it (A67).</summary>
public sealed class EndSessionTests : IAsyncLifetime
{
    private const string Back = "https://app.example/bye?from=portal";
    private PortalFactory _site = null!;
    private Browser _browser = null!;
    private HttpApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await PortalFactory.StartAsync();
        await _site.PersonAsync("alice");
        _browser = await _site.SignedInAsync("alice");
        _app = await RegisterAsync(Back, "http://127.0.0.1/bye");
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task The_person_is_asked_and_goes_back_to_the_app_signed_out()
    {
        var question = await _browser.GetAsync(Address(("client_id", _app.Id), ("post_logout_redirect_uri", Back), ("state", "a b&c")));

        Assert.Equal(HttpStatusCode.OK, question.Status);
        Assert.Contains("Example", question.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("@alice:example.org", question.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("form-action 'self' https://app.example", question["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync("account/")).Status); // asking changes nothing

        var answer = await _browser.SubmitAsync(question);

        Assert.Equal((HttpStatusCode.SeeOther, "https://app.example/bye?from=portal&state=a%20b%26c"), (answer.Status, answer.Location));
        Assert.Equal(HttpStatusCode.SeeOther, (await _browser.GetAsync("account/")).Status);
    }

    [Fact]
    public async Task An_ID_token_says_which_app_asks_even_when_it_has_expired()
    {
        var hint = await IdTokenAsync(_app);
        _site.Clock.Advance(TimeSpan.FromHours(2));

        var question = await _browser.GetAsync(Address(("id_token_hint", hint), ("post_logout_redirect_uri", Back)));

        Assert.Equal(HttpStatusCode.OK, question.Status);
        Assert.Equal(Back, (await _browser.SubmitAsync(question)).Location);
    }

    [Fact]
    public async Task RP_Initiated_Logout_2_an_ID_token_is_understood_whose_key_was_replaced_while_the_session_went_on()
    {
        var hint = await IdTokenAsync(_app);
        var keys = _site.Services.GetRequiredService<SigningKeyRing>();
        foreach (var days in (int[])[89, 1, 1])
        {
            _site.Clock.Advance(TimeSpan.FromDays(days));
            await keys.LoadAsync(CancellationToken.None);
        }

        var question = await _browser.GetAsync(Address(("id_token_hint", hint), ("post_logout_redirect_uri", Back)));

        Assert.Equal(HttpStatusCode.OK, question.Status);
        Assert.Equal(Back, (await _browser.SubmitAsync(question)).Location);
        await keys.RotateAsync(atOnce: true, CancellationToken.None);
        Assert.Equal(HttpStatusCode.BadRequest, (await _site.Browser().GetAsync(Address(("id_token_hint", hint)))).Status);
    }

    [Fact]
    public async Task Who_is_not_signed_in_goes_back_at_once_to_an_app_that_an_ID_token_names()
    {
        var hint = await IdTokenAsync(_app);

        Assert.Equal($"{Back}&state=s", (await _site.Browser().GetAsync(Address(("id_token_hint", hint), ("post_logout_redirect_uri", Back), ("state", "s")))).Location);
    }

    [Fact]
    public async Task Who_is_not_signed_in_goes_back_at_once_to_an_app_that_the_operator_configured()
    {
        var app = await HttpApp.ConfigureAsync(_site, ClientAuthMethod.None);
        await _site.ChangeAsync(database => database.Clients.Where(client => client.Id == Ids.Of(app))
            .ExecuteUpdateAsync(row => row.SetProperty(client => client.IsStatic, true).SetProperty(client => client.PostLogoutRedirectUris, [Back])));

        Assert.Equal(Back, (await _site.Browser().GetAsync(Address(("client_id", app.Id), ("post_logout_redirect_uri", Back)))).Location);
    }

    [Theory]
    [InlineData(Back, "app.example")]
    [InlineData("http://127.0.0.1:5050/bye", "127.0.0.1:5050")]
    public async Task Who_is_not_signed_in_is_sent_nowhere_on_the_word_of_whoever_registered(string target, string place)
    {
        var page = await _site.Browser().GetAsync(Address(("client_id", _app.Id), ("post_logout_redirect_uri", target), ("state", "a b")));

        Assert.Equal((HttpStatusCode.OK, null, "You are signed out"), (page.Status, page.Location, page.Heading));
        var link = Assert.Single(page.Document.QuerySelectorAll("main .after a"));
        Assert.Equal($"Continue to {place}", link.TextContent.Trim());
        Assert.Equal($"{target}{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}state=a%20b", link.GetAttribute("href"));
    }

    [Fact]
    public async Task Who_is_not_signed_in_and_came_from_no_app_may_sign_in_again()
    {
        var page = await _site.Browser().GetAsync("end-session");

        Assert.Equal(("You are signed out", "Sign in again"), (page.Heading, page.Document.QuerySelector("main .after a")?.TextContent.Trim()));
    }

    [Fact]
    public async Task Without_an_app_the_person_is_asked_and_stays_here()
    {
        var answer = await _browser.SubmitAsync(await _browser.GetAsync("end-session"));

        Assert.Equal((HttpStatusCode.OK, "You are signed out"), (answer.Status, answer.Heading));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_an_address_to_return_to_the_person_is_asked_and_stays_here(bool hint)
    {
        var address = hint ? Address(("id_token_hint", await IdTokenAsync(_app))) : Address(("state", "alone"));

        var answer = await _browser.SubmitAsync(await _browser.GetAsync(address));

        Assert.Equal((HttpStatusCode.OK, "You are signed out"), (answer.Status, answer.Heading));
        Assert.Equal(HttpStatusCode.SeeOther, (await _browser.GetAsync("account/")).Status);
    }

    [Fact]
    public async Task A_second_press_finds_the_person_signed_out_and_goes_back_too()
    {
        var question = await _browser.GetAsync(Address(("client_id", _app.Id), ("post_logout_redirect_uri", Back)));
        _browser.Headers["Sec-Fetch-Site"] = "same-origin";

        await _browser.SubmitAsync(question);

        Assert.Equal(Back, (await _browser.SubmitAsync(question)).Location);
    }

    [Fact]
    public async Task A_posted_request_is_the_same_question()
    {
        var sent = await _browser.PostAsync("end-session", ("client_id", _app.Id), ("post_logout_redirect_uri", Back), ("state", "s"));

        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        Assert.StartsWith("/end-session?", sent.Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync(sent.Location![1..])).Status);
    }

    [Theory]
    [InlineData("client_id%5B%5D%00=x", "application/x-www-form-urlencoded")]
    [InlineData("state=abc", "application/x-www-form-urlencoded; charset=utf-7")]
    [InlineData("state=abc&state=abc", "application/x-www-form-urlencoded")]
    [InlineData("{}", "application/json")]
    public async Task A_posted_request_that_cannot_be_read_is_refused(string body, string type)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        var answer = await _browser.SendAsync(HttpMethod.Post, "end-session", content);

        Assert.Equal((HttpStatusCode.BadRequest, "This sign-out link does not work"), (answer.Status, answer.Heading));
    }

    [Fact]
    public async Task A_native_app_gets_its_loopback_port_back()
    {
        var question = await _browser.GetAsync(Address(("client_id", _app.Id), ("post_logout_redirect_uri", "http://127.0.0.1:5050/bye")));

        Assert.Equal("http://127.0.0.1:5050/bye", (await _browser.SubmitAsync(question)).Location);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("https://app.example/bye")]
    [InlineData("https://app.example/bye?from=portal&more=1")]
    [InlineData("https://app.example/cb")]
    [InlineData("//evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("not a url")]
    public async Task A12_nobody_is_sent_to_an_address_that_the_app_did_not_register_for_this(string target)
    {
        await AssertRefusedAsync(("client_id", _app.Id), ("post_logout_redirect_uri", target));
    }

    [Fact]
    public async Task What_does_not_fit_together_is_refused()
    {
        var other = await RegisterAsync(Back);
        var hint = await IdTokenAsync(_app);
        var parts = hint.Split('.');

        await AssertRefusedAsync(("post_logout_redirect_uri", Back));
        await AssertRefusedAsync(("client_id", "01ARZ3NDEKTSV4RRFFQ69G5FAV"));
        await AssertRefusedAsync(("client_id", _app.Id), ("client_id", _app.Id));
        await AssertRefusedAsync(("client_id", other.Id), ("id_token_hint", hint));
        await AssertRefusedAsync(("client_id", _app.Id), ("id_token_hint", $"{parts[0]}.{parts[1]}.{parts[2][..^4]}AAAA"));
        await AssertRefusedAsync(("id_token_hint", "nonsense"));
        await AssertRefusedAsync(("client_id", _app.Id), ("state", new string('x', 2049)), ("post_logout_redirect_uri", Back));
    }

    [Theory]
    [InlineData("logout+jwt", true)]
    [InlineData(null, false)]
    [InlineData("JWT", false)]
    public async Task Another_thing_that_we_sign_is_no_hint(string? type, bool expires)
    {
        var subject = await _site.ReadAsync(database => database.Users.Select(user => user.Id).FirstAsync());
        var claims = new Dictionary<string, object> { ["iss"] = "https://auth.example/", ["sub"] = Portal.Identity.Protocol.Ulid.Encode(subject), ["aud"] = _app.Id };
        if (expires)
        {
            claims["exp"] = _site.Clock.GetUtcNow().AddMinutes(2).ToUnixTimeSeconds();
        }

        var token = _site.Services.GetRequiredService<Portal.Identity.Keys.SigningKeyRing>().Sign("RS256", JsonSerializer.SerializeToUtf8Bytes(claims), type);

        await AssertRefusedAsync(("client_id", _app.Id), ("id_token_hint", token));
    }

    [Fact]
    public async Task A67_another_site_signs_nobody_out()
    {
        await _browser.GetAsync(Address(("client_id", _app.Id), ("post_logout_redirect_uri", Back)));
        _browser.Headers["Sec-Fetch-Site"] = "cross-site";

        var forged = await _browser.PostAsync("end-session/confirm", ("client_id", _app.Id), ("post_logout_redirect_uri", Back));

        Assert.Equal(HttpStatusCode.BadRequest, forged.Status);
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync("account/")).Status);
    }

    [Theory]
    [InlineData("post_logout_redirect_uris", "https://other.example/bye", "invalid_redirect_uri")]
    [InlineData("post_logout_redirect_uris", "https://app.example/bye#part", "invalid_client_metadata")]
    [InlineData("backchannel_logout_uri", "http://app.example/logout", "invalid_client_metadata")]
    [InlineData("backchannel_logout_uri", "https://other.example/logout", "invalid_client_metadata")]
    [InlineData("backchannel_logout_uri", "https://app.example/logout#part", "invalid_client_metadata")]
    public async Task An_app_registers_addresses_of_its_own_site_only(string member, string address, string error)
    {
        var metadata = new Dictionary<string, object>
        {
            ["client_uri"] = "https://app.example/",
            ["redirect_uris"] = new[] { HttpApp.RedirectUri },
            ["token_endpoint_auth_method"] = "none",
            [member] = member.EndsWith('s') ? new[] { address } : address,
        };

        var answer = await HttpApp.RegisterAsync(_site, metadata);

        Assert.Equal((HttpStatusCode.BadRequest, error), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task What_was_registered_is_in_the_answer_and_the_endpoint_in_the_metadata()
    {
        var answer = await HttpApp.RegisterAsync(_site, Metadata([Back]));
        Assert.Equal(Back, answer.Json.GetProperty("post_logout_redirect_uris")[0].GetString());
        Assert.Equal("https://app.example/logout", answer.Json.GetProperty("backchannel_logout_uri").GetString());

        using var metadata = JsonDocument.Parse(await _site.Raw().GetStringAsync(".well-known/openid-configuration", TestContext.Current.CancellationToken));
        Assert.Equal(PortalFactory.PublicBase + "end-session", metadata.RootElement.GetProperty("end_session_endpoint").GetString());
        Assert.True(metadata.RootElement.GetProperty("backchannel_logout_supported").GetBoolean());
        Assert.True(metadata.RootElement.GetProperty("backchannel_logout_session_supported").GetBoolean());
    }

    private static object Metadata(string[] targets) => new
    {
        client_name = "Example",
        client_uri = "https://app.example/",
        redirect_uris = new[] { HttpApp.RedirectUri },
        grant_types = new[] { "authorization_code", "refresh_token" },
        token_endpoint_auth_method = "none",
        application_type = "native",
        post_logout_redirect_uris = targets,
        backchannel_logout_uri = "https://app.example/logout",
        backchannel_logout_session_required = true,
        contacts = new[] { targets.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) },
    };

    private async Task<HttpApp> RegisterAsync(params string[] targets) =>
        HttpApp.Known(_site, (await HttpApp.RegisterAsync(_site, Metadata(targets))).Json.GetProperty("client_id").GetString()!);

    private async Task<string> IdTokenAsync(HttpApp app) => (await app.TokensAsync(_browser, "openid")).GetProperty("id_token").GetString()!;

    private async Task AssertRefusedAsync(params (string Name, string Value)[] parameters)
    {
        var answer = await _browser.GetAsync(Address(parameters));

        Assert.Equal((HttpStatusCode.BadRequest, null), (answer.Status, answer.Location));
        Assert.Equal("This sign-out link does not work", answer.Heading);
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync("account/")).Status);
    }

    private static string Address(params (string Name, string Value)[] parameters) =>
        "end-session?" + string.Join('&', parameters.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
}
