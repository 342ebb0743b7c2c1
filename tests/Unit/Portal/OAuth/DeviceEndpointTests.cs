using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Clients;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary><c>/oauth2/device</c> and the token endpoint behind it (oauth contract, section 11, lines 2 and 54 to 58).</summary>
public sealed class DeviceEndpointTests(SharedPortal shared) : PortalTest(shared)
{
    private static readonly Dictionary<string, string?> Disabled = new() { ["Portal:OAuth:DeviceCodeGrantEnabled"] = "false" };
    private static readonly Dictionary<string, string?> AutoFill = new() { ["Portal:OAuth:DeviceCodeUserCodeAutoFillEnabled"] = "true" };

    [Fact]
    public async Task Line_2_without_the_device_grant_discovery_does_not_mention_it()
    {
        await using var site = await PortalFactory.StartAsync(Disabled);

        var document = (await site.Browser().GetAsync(".well-known/openid-configuration")).Json;

        Assert.False(document.TryGetProperty("device_authorization_endpoint", out _));
        Assert.DoesNotContain(GrantTypes.DeviceCode, document.GetProperty("grant_types_supported").EnumerateArray().Select(grant => grant.GetString()));
    }

    [Fact]
    public async Task Line_2_with_it_discovery_says_where()
    {
        var document = (await Site.Browser().GetAsync(".well-known/openid-configuration")).Json;

        Assert.Equal("https://auth.example/oauth2/device", document.GetProperty("device_authorization_endpoint").GetString());
        Assert.Contains(GrantTypes.DeviceCode, document.GetProperty("grant_types_supported").EnumerateArray().Select(grant => grant.GetString()));
    }

    [Theory]
    [InlineData(ClientAuthMethod.None)]
    [InlineData(ClientAuthMethod.Basic)]
    [InlineData(ClientAuthMethod.Post)]
    public async Task Line_54_a_device_gets_its_codes(string method)
    {
        var answer = (await HttpDevice.RequestAsync(await HttpDevice.RegisterAsync(Site, method))).Answer;

        Assert.Equal("application/json", answer.ContentType?.Split(';')[0]);
        Assert.Equal(("no-store", "no-cache"), (answer["Cache-Control"], answer["Pragma"]));
        Assert.Equal(["device_code", "expires_in", "interval", "user_code", "verification_uri"], answer.Json.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Matches("^[A-Za-z0-9]{32}$", answer.Json.GetProperty("device_code").GetString());
        Assert.Matches("^[A-Z0-9]{6}$", answer.Json.GetProperty("user_code").GetString());
        Assert.Equal("https://auth.example/link", answer.Json.GetProperty("verification_uri").GetString());
        Assert.Equal((1200, 5), (answer.Json.GetProperty("expires_in").GetInt32(), answer.Json.GetProperty("interval").GetInt32()));
    }

    [Fact]
    public async Task Line_54_a_device_need_not_ask_for_a_scope()
    {
        var device = await HttpDevice.RequestAsync(await HttpDevice.RegisterAsync(Site), scope: null);

        Assert.Equal("", await Site.ReadAsync(database => database.DeviceCodeGrants.Where(grant => grant.UserCode == device.UserCode).Select(grant => grant.Scope).SingleAsync()));
    }

    [Fact]
    public async Task A_client_that_proves_itself_in_the_header_needs_no_body()
    {
        var app = await HttpDevice.RegisterAsync(Site, ClientAuthMethod.Basic);
        var browser = Site.Browser();
        browser.Headers["Authorization"] = app.Basic!;

        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(HttpMethod.Post, "oauth2/device")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(HttpMethod.Post, "oauth2/device", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"))).Status);
    }

    [Theory]
    [InlineData("scope", "openid  email", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("scope", "open\"id", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("client_id", "01ARZ3NDEKTSV4RRFFQ69G5FAV", HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("client_id", null, HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("client_secret", "anything", HttpStatusCode.Unauthorized, "invalid_client")]
    public async Task A_request_that_is_not_right_is_refused_in_the_words_of_the_contract(string name, string? value, HttpStatusCode status, string error)
    {
        var app = await HttpDevice.RegisterAsync(Site);
        var fields = new Dictionary<string, string?> { ["client_id"] = app.Id, ["scope"] = A.MatrixScope };
        fields[name] = value;

        var answer = await app.SendAsync("oauth2/device", null, fields.Select(field => (field.Key, field.Value)));

        Assert.Equal((status, error), (answer.Status, answer.Error));
        Assert.Equal("no-store", answer["Cache-Control"]);
    }

    [Fact]
    public async Task A_repeated_parameter_is_refused()
    {
        var app = await HttpDevice.RegisterAsync(Site);

        var answer = await app.PostAsync("oauth2/device", ("scope", "openid"), ("scope", "email"));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task A_client_that_did_not_register_the_grant_is_not_authorized()
    {
        var answer = await (await HttpApp.RegisterAsync(Site)).PostAsync("oauth2/device");

        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized_client"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task D26_too_many_requests_are_told_how_long_to_wait()
    {
        await using var site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:RateLimiting:DeviceAuthorization:Burst"] = "1" });
        var app = await HttpDevice.RegisterAsync(site);
        await HttpDevice.RequestAsync(app);

        var answer = await app.PostAsync("oauth2/device");

        Assert.Equal((HttpStatusCode.TooManyRequests, "6"), (answer.Status, answer["Retry-After"]));
        Assert.Equal(1, await site.ReadAsync(database => database.DeviceCodeGrants.CountAsync()));
    }

    [Fact]
    public async Task Line_55_without_auto_fill_a_code_in_the_address_is_ignored()
    {
        var device = await HttpDevice.RequestAsync(Site);

        var page = await Site.Browser().GetAsync($"link?code={device.UserCode}");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("", page.Field("code") ?? "");
        Assert.DoesNotContain(device.UserCode, page.Text, StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll("[aria-invalid]"));
    }

    [Fact]
    public async Task Line_55_with_auto_fill_the_device_gets_an_address_that_holds_the_code()
    {
        await using var site = await PortalFactory.StartAsync(AutoFill);
        var device = await HttpDevice.RequestAsync(site);

        var address = device.Answer.Json.GetProperty("verification_uri_complete").GetString()!;
        var browser = site.Browser();
        var answer = await browser.GetAsync(new Uri(address).PathAndQuery);

        Assert.Equal($"https://auth.example/link?code={device.UserCode}", address);
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Matches("^/device/[0-9A-HJKMNP-TV-Z]{26}$", answer.Location);
        Assert.StartsWith("/login?kind=continue_device_code_grant&id=", (await browser.GetAsync(answer.Location!)).Location, StringComparison.Ordinal);
        Assert.Equal("Enter the code of your device", (await site.Browser().GetAsync("link?code=BBBBBB")).Heading);
    }

    [Fact]
    public async Task Line_56_while_the_grant_is_disabled_nobody_gets_a_code()
    {
        await using var site = await PortalFactory.StartAsync(Disabled);
        var app = await HttpApp.ConfigureAsync(site, ClientAuthMethod.None);

        foreach (var id in (string[])[app.Id, "01ARZ3NDEKTSV4RRFFQ69G5FAV"])
        {
            var answer = await app.SendAsync("oauth2/device", null, ("client_id", id));

            Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, answer.Error));
            Assert.Contains("Device Authorization Grant is disabled", answer.Json.GetProperty("error_description").GetString(), StringComparison.Ordinal);
        }

        var token = await app.TokenAsync(("grant_type", GrantTypes.DeviceCode), ("device_code", "anything"));
        Assert.Equal((HttpStatusCode.BadRequest, "unsupported_grant_type"), (token.Status, token.Error));
    }

    [Theory]
    [InlineData("link")]
    [InlineData("link?code=BBBBBB")]
    [InlineData("device/01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    public async Task D25_while_the_grant_is_disabled_there_are_no_such_pages(string path)
    {
        await using var site = await PortalFactory.StartAsync(Disabled);

        var answer = await site.Browser().GetAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, "There is no such page"), (answer.Status, answer.Heading));
    }

    [Fact]
    public async Task While_the_grant_is_disabled_registration_drops_it_and_goes_on()
    {
        await using var site = await PortalFactory.StartAsync(Disabled);
        var metadata = new
        {
            client_name = "Television",
            client_uri = "https://app.example/",
            redirect_uris = new[] { HttpApp.RedirectUri },
            grant_types = new[] { "authorization_code", GrantTypes.DeviceCode },
            token_endpoint_auth_method = "none",
        };

        var (there, here) = (await HttpApp.RegisterAsync(site, metadata), await HttpApp.RegisterAsync(Site, metadata));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (there.Status, here.Status));
        Assert.Equal(["authorization_code"], GrantsOf(there));
        Assert.Equal(["authorization_code", GrantTypes.DeviceCode], GrantsOf(here));
    }

    [Fact]
    public async Task Line_57_polling_from_the_first_question_to_the_last()
    {
        await using var site = await PortalFactory.StartAsync();
        await site.PersonAsync("alice");
        var device = await HttpDevice.RequestAsync(site, $"{A.MatrixScope} openid");
        AssertRefused(await device.PollAsync(), HttpStatusCode.Forbidden, "authorization_pending");
        AssertRefused(await device.PollAsync(), HttpStatusCode.Forbidden, "slow_down");

        Assert.Equal("The device is allowed", (await device.AllowAsync(await site.SignedInAsync("alice"))).Heading);

        var tokens = await device.PollAsync();
        Assert.Equal((HttpStatusCode.OK, "no-store", "no-cache"), (tokens.Status, tokens["Cache-Control"], tokens["Pragma"]));
        Assert.Equal(
            ["access_token", "expires_in", "id_token", "refresh_token", "scope", "token_type"],
            tokens.Json.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal("alice", (await device.App.HomeserverIntrospectsAsync(tokens.Json.GetProperty("access_token").GetString()!)).GetProperty("username").GetString());
        AssertRefused(await device.PollAsync(), HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Fact]
    public async Task Line_57_an_hour_later_the_code_has_expired()
    {
        await using var site = await PortalFactory.StartAsync();
        var device = await HttpDevice.RequestAsync(site);
        site.Clock.Advance(TimeSpan.FromHours(1));

        AssertRefused(await device.PollAsync(), HttpStatusCode.Forbidden, "expired_token");
    }

    [Theory]
    [InlineData("reject", "The device gets nothing")]
    [InlineData("report", "Good that you looked")]
    public async Task Line_57_a_device_that_was_rejected_is_told(string action, string heading)
    {
        var browser = await SomebodyAsync();
        var device = await HttpDevice.RequestAsync(Site);

        var answer = await browser.SubmitAsync(await device.PageAsync(browser), ("action", action));

        Assert.Equal((HttpStatusCode.OK, heading), (answer.Status, answer.Heading));
        AssertRefused(await device.PollAsync(), HttpStatusCode.Forbidden, "access_denied");
    }

    [Theory]
    [InlineData("confirm_device", "")]
    [InlineData("confirm", "true")]
    public async Task Line_58_without_the_tick_nothing_is_allowed(string name, string value)
    {
        var browser = await SomebodyAsync();
        var device = await HttpDevice.RequestAsync(Site);

        var answer = await browser.SubmitAsync(await device.PageAsync(browser), (name, value), ("action", "consent"));

        Assert.Equal((HttpStatusCode.BadRequest, "Is this device yours?"), (answer.Status, answer.Heading));
        Assert.Equal("true", answer.Document.QuerySelector("input[name=confirm_device]")?.GetAttribute("aria-invalid"));
        AssertRefused(await device.PollAsync(), HttpStatusCode.Forbidden, "authorization_pending");
    }

    private static void AssertRefused(Answer answer, HttpStatusCode status, string error)
    {
        Assert.Equal((status, error), (answer.Status, answer.Error));
        Assert.NotEmpty(answer.Json.GetProperty("error_description").GetString()!);
    }

    private static IEnumerable<string?> GrantsOf(Answer answer) => answer.Json.GetProperty("grant_types").EnumerateArray().Select(grant => grant.GetString());
}
