using System.Net;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What is said to requests of the legacy login by what stands in them, whoever sends them (compat contract, sections 1 to 4, 10 and 15).</summary>
public sealed class LegacyRequestTests(SharedPortal shared) : PortalTest(shared)
{
    private LegacyApp App { get; } = new(shared.Site);

    [Theory]
    [InlineData("r0")]
    [InlineData("v3")]
    [InlineData("unstable")]
    public async Task Line_1_The_ways_in_are_listed_in_order(string version)
    {
        App.Version = version;

        var answer = await App.SendAsync(HttpMethod.Get, "login");

        Assert.Equal(["m.login.password", "m.login.sso", "m.login.token"], answer.Json.GetProperty("flows").EnumerateArray().Select(flow => flow.Text("type")));
        Assert.StartsWith("application/json", answer.ContentType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_2_The_way_by_browser_says_that_clients_should_rather_use_OAuth()
    {
        var flow = (await App.SendAsync(HttpMethod.Get, "login")).Json.GetProperty("flows")[1];

        Assert.True(flow.GetProperty("oauth_aware_preferred").GetBoolean());
        Assert.True(flow.GetProperty("org.matrix.msc3824.delegated_oidc_compatibility").GetBoolean());
        Assert.Equal(["type", "oauth_aware_preferred", "org.matrix.msc3824.delegated_oidc_compatibility"], flow.Members());
    }

    [Theory]
    [InlineData("{}", "M_BAD_JSON", "JSON fields are not valid")]
    [InlineData("[]", "M_BAD_JSON", "JSON fields are not valid")]
    [InlineData("null", "M_BAD_JSON", "JSON fields are not valid")]
    [InlineData("\"a\"", "M_BAD_JSON", "JSON fields are not valid")]
    [InlineData("""{"type":7}""", "M_BAD_JSON", "JSON fields are not valid")]
    [InlineData("""{"type":null}""", "M_BAD_JSON", "JSON fields are not valid")]
    [InlineData("""{"type":"m.login.token"}""", "M_BAD_JSON", "JSON fields are not valid")]
    [InlineData("""{"type":"m.login.token","token":7}""", "M_BAD_JSON", "JSON fields are not valid")]
    [InlineData("""{"type":"m.login.token","token":"a","refresh_token":"true"}""", "M_BAD_JSON", "JSON fields are not valid")]
    [InlineData("""{"type":"m.login.token","token":"a","device_id":7}""", "M_BAD_JSON", "JSON fields are not valid")]
    [InlineData("""{"type":"m.login.token","token":"\ud800"}""", "M_BAD_JSON", "JSON fields are not valid")]
    [InlineData("""{"type":"m.login.password","user":"alice"}""", "M_BAD_JSON", "JSON fields are not valid")]
    [InlineData("""{"type":"m.login.password","identifier":{"type":"m.id.user"},"password":"a"}""", "M_BAD_JSON", "JSON fields are not valid")]
    [InlineData("""{"type":"m.login.password","identifier":{"user":"alice"},"password":"a"}""", "M_BAD_JSON", "JSON fields are not valid")]
    [InlineData("""{"type":"m.login.password","identifier":"alice","password":"a"}""", "M_BAD_JSON", "JSON fields are not valid")]
    [InlineData("""{"type":"m.login.password","password":"a"}""", "M_BAD_JSON", "Missing property 'identifier'")]
    [InlineData("""{"type":"m.login.password","medium":"email","address":"a@b.example","password":"a"}""", "M_BAD_JSON", "Missing property 'identifier'")]
    [InlineData("", "M_NOT_JSON", "Body is not a valid JSON document")]
    [InlineData("{", "M_NOT_JSON", "Body is not a valid JSON document")]
    [InlineData("{}{}", "M_NOT_JSON", "Body is not a valid JSON document")]
    [InlineData("""{"type":"m.login.application_service"}""", "M_UNKNOWN", "Invalid login type")]
    [InlineData("""{"type":"m.login.sso"}""", "M_UNKNOWN", "Invalid login type")]
    [InlineData("""{"type":""}""", "M_UNKNOWN", "Invalid login type")]
    [InlineData("""{"type":"m.login.password","identifier":{"type":"m.id.phone","country":"GB","phone":"1"},"password":"a"}""", "M_UNKNOWN", "Unsupported login identifier")]
    public async Task Line_3_What_is_wrong_with_a_body_is_said_by_code(string body, string code, string sentence) =>
        Assert.Equal((400, code, sentence), (await App.LoginAsync(body)).Refusal());

    [Theory]
    [InlineData(null)]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("application/matrix+json")]
    public async Task Line_4_A_login_works_with_JSON_of_any_name_and_without_one(string? contentType) =>
        Assert.Equal(HttpStatusCode.OK, (await App.LoginAsync($$"""{"type":"m.login.password","user":"{{await NameAsync()}}","password":"{{A.Password}}","unknown":[{}]}""", contentType)).Status);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("json")]
    [InlineData("text/json")]
    public async Task Line_5_Another_content_type_is_refused(string contentType) =>
        Assert.Equal((400, "M_NOT_JSON", "Invalid Content-Type header: expected application/json"), (await App.LoginAsync("{}", contentType)).Refusal());

    [Fact]
    public async Task A_body_that_nobody_means_is_too_large() =>
        Assert.Equal((413, "M_TOO_LARGE", "Request body too large"), (await App.LoginAsync($$"""{"type":"{{new string('a', 200_000)}}"}""")).Refusal());

    [Theory]
    [InlineData("""{"type":"m.id.email","user":"alice@mail.example","address":"alice@mail.example"}""")]
    [InlineData("""{"type":"m.id.thirdparty","medium":"email","address":"alice@mail.example"}""")]
    [InlineData("""{"type":"m.id.thirdparty","medium":"msisdn","address":"441234567890"}""")]
    public async Task Line_11_Other_identifiers_are_not_understood(string identifier) => Assert.Equal(
        (400, "M_UNKNOWN", "Unsupported login identifier"),
        (await App.LoginAsync($$"""{"type":"m.login.password","identifier":{{identifier}},"password":"{{A.Password}}"}""")).Refusal());

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("mcr_0123456789abcdefghijABCDEFGHIJ_0cmVWp")] // well formed, and nobody's
    [InlineData("mcr_0123456789abcdefghijABCDEFGHIJ_0cmVWq")]
    [InlineData("mct_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA_7C7Zq2")]
    [InlineData("syr_nobody")]
    public async Task A_refresh_token_that_is_none_is_refused(string token) => Assert.Equal((401, "M_UNKNOWN_TOKEN", "Invalid refresh token"), (await App.RefreshAsync(token)).Refusal());

    [Theory]
    [InlineData("{}", 400, "M_BAD_JSON")]
    [InlineData("""{"refresh_token":null}""", 400, "M_BAD_JSON")]
    [InlineData("", 400, "M_NOT_JSON")]
    public async Task A_wish_to_refresh_that_is_wrong_is_refused_as_elsewhere(string body, int status, string code)
    {
        var refusal = (await App.SendAsync(HttpMethod.Post, "refresh", body)).Refusal();

        Assert.Equal((status, code), (refusal.Status, refusal.Code));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("app.example")]
    [InlineData("//app.example/")]
    [InlineData("/path")]
    [InlineData("https://alice:secret@app.example/")] // A2
    [InlineData("https://alice@app.example/")]
    [InlineData("app://alice@host/")]
    [InlineData("https:///path")]
    [InlineData("https:app.example")]
    [InlineData("http://")]
    [InlineData("https://app.example\\@evil.example/")] // A5
    [InlineData("https://app.exa\tmple/")]
    [InlineData("javascript:alert(1)")] // A7
    [InlineData("JavaScript://app.example/%0aalert(1)")]
    [InlineData("data:text/html,a")]
    [InlineData("vbscript:a")]
    [InlineData("file:///etc/passwd")]
    [InlineData("blob:https://app.example/a")]
    [InlineData("about:blank")]
    [InlineData("view-source:https://app.example/")]
    public async Task Line_23_A_redirect_URL_that_is_no_address_of_an_app_is_refused_on_a_page(string? redirectUrl)
    {
        var answer = await Site.Browser().GetAsync(App.RedirectAddress(redirectUrl));

        Assert.Equal((HttpStatusCode.BadRequest, null, "This app did not ask in the right way"), (answer.Status, answer.Location, answer.Heading));
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("/", "", "")]
    [InlineData("/oidc-synapse", "&action=login", "?action=login&org.matrix.msc3824.action=login")]
    [InlineData("", "&action=register", "?action=register&org.matrix.msc3824.action=register")]
    [InlineData("", "&org.matrix.msc3824.action=register", "?action=register&org.matrix.msc3824.action=register")]
    [InlineData("", "&action=login&org.matrix.msc3824.action=register", "?action=login&org.matrix.msc3824.action=login")]
    [InlineData("", "&action=dance&org.matrix.msc3824.action=register", "?action=register&org.matrix.msc3824.action=register")]
    [InlineData("", "&action=dance", "")]
    public async Task Line_24_The_browser_goes_on_at_the_public_address(string provider, string action, string expected)
    {
        var answer = await Site.Browser().GetAsync($"_matrix/client/r0/login/sso/redirect{provider}?redirectUrl={Uri.EscapeDataString("https://app.example/")}{action}");

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Matches($"^https://auth[.]example/complete-compat-sso/[0-9A-Z]{{26}}{System.Text.RegularExpressions.Regex.Escape(expected)}$", answer.Location);
        Assert.Null(answer["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public async Task Any_page_of_any_origin_may_ask_and_read_the_answer()
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "_matrix/client/v3/login");
        preflight.Headers.Add("Origin", "https://app.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,accept,accept-language,content-language,content-type,x-requested-with");
        using var response = await Site.Raw().SendAsync(preflight);
        var answer = await Answer.ReadAsync(response);

        Assert.Equal((HttpStatusCode.OK, "*", "3600"), (answer.Status, answer["Access-Control-Allow-Origin"], answer["Access-Control-Max-Age"]));
        Assert.Contains("x-requested-with", answer["Access-Control-Allow-Headers"], StringComparison.OrdinalIgnoreCase);
        using var refused = new HttpRequestMessage(HttpMethod.Post, "_matrix/client/v3/login") { Content = new StringContent("{}") };
        refused.Headers.Add("Origin", "https://app.example");
        using var refusal = await Site.Raw().SendAsync(refused);
        Assert.Equal("*", (await Answer.ReadAsync(refusal))["Access-Control-Allow-Origin"]);
    }

    [Theory]
    [InlineData("PUT", "login", 405)]
    [InlineData("GET", "logout", 405)]
    [InlineData("GET", "refresh", 405)]
    [InlineData("DELETE", "logout/all", 405)]
    [InlineData("POST", "login/get_token", 404)]
    [InlineData("GET", "sync", 404)]
    public async Task What_is_not_served_is_refused_in_the_words_of_Matrix(string method, string path, int status) =>
        Assert.Equal((status, "M_UNRECOGNIZED"), Short(await App.SendAsync(new HttpMethod(method), path)));

    private async Task<string> NameAsync()
    {
        var name = NewName();
        await Site.PersonAsync(name);
        return name;
    }

    private static (int, string?) Short(Answer answer) => ((int)answer.Status, answer.Json.GetProperty("errcode").GetString());
}
