using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Whatever is sent, the answer is a page that says what is wrong; nothing breaks and nothing is half made.</summary>
public abstract class BadInputTests(BadInputTests.Shared shared) : IAsyncLifetime
{
    private const string NoGrant = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    private static readonly string Huge = new('x', 100_000);

    private PortalFactory _portal = null!;

    public async ValueTask InitializeAsync() => _portal = await shared.StartedAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    public static TheoryData<string, string> AuthorizeParameters()
    {
        var data = new TheoryData<string, string>();
        foreach (var parameter in (string[])["response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "response_mode", "code_challenge", "code_challenge_method",
            "prompt", "login_hint", "request", "request_uri", "registration", "display", "ui_locales", "acr_values", "id_token_hint", "max_age", "unknown"])
        {
            foreach (var kind in (string[])["missing", "empty", "repeated", "hostile", "NUL", "huge", "surrogate", "line break"])
            {
                data.Add(parameter, kind);
            }
        }

        return data;
    }

    [Fact]
    public async Task Every_parameter_of_authorize_may_be_wrong()
    {
        var app = await HttpApp.RegisterAsync(_portal);
        var before = await CountAsync();
        var made = 0;
        foreach (var row in AuthorizeParameters())
        {
            var (parameter, kind) = row.Data;
            var address = app.AuthorizeAddress(kind switch
            {
                "missing" => [(parameter, null)],
                "empty" => [(parameter, "")],
                "hostile" => [(parameter, "\"><script>alert(1)</script>'--")],
                "NUL" => [(parameter, "a\0b")],
                "huge" => [(parameter, Huge)],
                "line break" => [(parameter, "a\r\nSet-Cookie: x=y")],
                _ => Array.Empty<(string, string?)>(),
            });
            address += kind switch
            {
                "repeated" => $"&{parameter}=again&{parameter}=again",
                "surrogate" => $"&{parameter}2=%ED%A0%80&{parameter}3=%FF",
                _ => "",
            };

            var answer = await _portal.Browser().GetAsync(address);

            AssertClear(answer, $"{parameter} {kind}");
            Assert.False(answer.Text.Contains("<script>alert", StringComparison.Ordinal), $"{parameter} {kind}");
            Assert.Empty(answer.SetCookies);
            made += answer.Location?.StartsWith("/login", StringComparison.Ordinal) == true || answer.Location?.StartsWith("/register", StringComparison.Ordinal) == true ? 1 : 0;
        }

        Assert.Equal(before with { Grants = before.Grants + made }, await CountAsync());
    }

    [Theory]
    [InlineData("login", "username password")]
    [InlineData("register/password", "username email password accept_terms pick")]
    public async Task Every_field_of_a_form_may_be_wrong(string address, string fields)
    {
        var before = await CountAsync();
        foreach (var field in fields.Split(' '))
        {
            foreach (var value in Hostile())
            {
                var browser = _portal.Browser();
                var page = await browser.GetAsync(address);
                var good = new Dictionary<string, string> { ["username"] = "alice", ["email"] = "", ["password"] = A.Password + "!" };
                if (value is not null)
                {
                    good[field] = value;
                }
                else
                {
                    good.Remove(field);
                }

                var answer = await browser.PostAsync(address, [("csrf", page.Field("csrf")!), .. good.Select(pair => (pair.Key, pair.Value))]);

                Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{field}={Short(value)}: {answer.Status}");
                Assert.DoesNotContain("<script>alert", answer.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("session", browser.Cookies.Keys);
            }
        }

        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task A_repeated_field_counts_as_none()
    {
        var browser = _portal.Browser();
        var page = await browser.GetAsync("login");

        var answer = await browser.PostAsync("login", ("csrf", page.Field("csrf")!), ("username", "alice"), ("password", "wrong"), ("password", A.Password));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.DoesNotContain("session", browser.Cookies.Keys);
    }

    [Theory]
    [InlineData("code")]
    [InlineData("action")]
    public async Task Every_field_of_the_code_page_may_be_wrong(string field)
    {
        var browser = _portal.Browser();
        var page = await browser.FollowAsync(await browser.SubmitAsync(
            await browser.GetAsync("register/password"), ("username", "bob"), ("email", "bob@example.com"), ("password", A.Password)));
        Assert.EndsWith("/verify-email", page.Address, StringComparison.Ordinal);
        var before = await CountAsync();
        foreach (var value in Hostile())
        {
            var answer = await browser.PostAsync(page.Address, value is null ? [("csrf", page.Field("csrf")!)] : [("csrf", page.Field("csrf")!), (field, value)]);

            Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{field}={Short(value)}: {answer.Status}");
        }

        Assert.Equal(before, await CountAsync());
    }

    [Theory]
    [InlineData("action")]
    [InlineData("dangerous")]
    public async Task Every_field_of_the_consent_page_may_be_wrong(string field)
    {
        var app = await HttpApp.RegisterAsync(_portal);
        var browser = await _portal.SignedInAsync("alice");
        var page = await app.ConsentPageAsync(browser);
        foreach (var value in Hostile())
        {
            var answer = await browser.PostAsync(page.Address, value is null ? [("csrf", page.Field("csrf")!)] : [("csrf", page.Field("csrf")!), (field, value)]);

            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{field}={Short(value)}: {answer.Status}");
        }

        Assert.NotNull((await browser.SubmitAsync(page, ("action", "allow"))).Returned("code"));
    }

    [Theory]
    [InlineData("session")]
    [InlineData("inactive")]
    public async Task Every_field_that_ends_a_session_may_be_wrong(string field)
    {
        var browser = await _portal.SignedInAsync("alice");
        var page = await browser.GetAsync("account/sessions");
        foreach (var value in Hostile())
        {
            var answer = await browser.PostAsync("account/sessions/end", [("csrf", page.Field("csrf")!), ("session", "browser_session:x"), .. value is null ? Array.Empty<(string, string)>() : [(field, value)]]);

            Assert.True(answer.Status is HttpStatusCode.SeeOther or HttpStatusCode.BadRequest, $"{field}={Short(value)}: {answer.Status}");
        }

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("account/")).Status);
    }

    [Theory]
    [InlineData("account/sessions/{0}")]
    [InlineData("account/sessions/oauth2_session:{0}")]
    [InlineData("account/sessions/browser_session:{0}/rename")]
    [InlineData("account/clients/{0}")]
    public async Task What_is_no_id_names_nothing_of_an_account_either(string address)
    {
        var browser = await _portal.SignedInAsync("alice");
        foreach (var id in (string[])["x", "01ARZ3NDEKTSV4RRFFQ69G5FA", "01ARZ3NDEKTSV4RRFFQ69G5FAVV", "81ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAU", "..%2F..%2Fetc", "%F0%9F%92%A9", "' or 1=1--", ":", "oauth2_session:x", Huge])
        {
            var answer = await browser.GetAsync(string.Format(CultureInfo.InvariantCulture, address, id));

            Assert.True(answer.Status == HttpStatusCode.NotFound, $"{Short(id)}: {answer.Status}");
            Assert.NotEmpty(answer.Heading);
        }
    }

    [Theory]
    [InlineData("consent/{0}", 400)]
    [InlineData("register/steps/{0}/finish", 404)]
    [InlineData("register/steps/{0}/verify-email", 404)]
    [InlineData("register/steps/{0}/name", 404)]
    public async Task What_is_no_id_names_nothing(string address, int status)
    {
        foreach (var browser in new[] { _portal.Browser(), await _portal.SignedInAsync("alice") })
        {
            foreach (var id in (string[])["x", "01ARZ3NDEKTSV4RRFFQ69G5FA", "01ARZ3NDEKTSV4RRFFQ69G5FAVV", "81ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAU", "..%2F..%2Fetc", "%F0%9F%92%A9", "' or 1=1--", Huge])
            {
                var answer = await browser.GetAsync(string.Format(CultureInfo.InvariantCulture, address, id));

                Assert.True(status == (int)answer.Status, $"{Short(id)}: {answer.Status}");
                Assert.NotEmpty(answer.Heading);
            }
        }
    }

    [Theory]
    [InlineData("consent/" + NoGrant, 404)]
    [InlineData("register/steps/" + NoGrant + "/finish", 403)]
    [InlineData("register/steps/" + NoGrant + "/verify-email", 403)]
    [InlineData("register/steps/" + NoGrant + "/name", 403)]
    [InlineData("no/such/page", 404)]
    [InlineData("account/no/such/page", 404)]
    [InlineData("wwwroot/appsettings.json", 404)]
    [InlineData("appsettings.json", 404)]
    [InlineData("..%2fappsettings.json", 404)]
    public async Task What_does_not_exist_is_a_page_that_says_so(string address, int status)
    {
        var answer = await (await _portal.SignedInAsync("alice")).GetAsync(address);

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal("text/html; charset=utf-8", answer.ContentType);
        Assert.NotEmpty(answer.Heading);
    }

    [Theory]
    [InlineData("DELETE", "login")]
    [InlineData("PUT", "register/password")]
    [InlineData("PUT", "authorize")]
    [InlineData("POST", "register")]
    [InlineData("GET", "logout")]
    [InlineData("PATCH", "consent/" + NoGrant)]
    [InlineData("POST", "register/steps/" + NoGrant + "/finish")]
    public async Task Another_method_is_a_page_that_says_so(string method, string address)
    {
        var answer = await _portal.Browser().SendAsync(new HttpMethod(method), address);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
        Assert.NotEmpty(answer["Allow"]!);
        Assert.Equal("This cannot be opened directly", answer.Heading);
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("text/plain", "username=alice")]
    [InlineData("multipart/form-data", "x")]
    [InlineData("multipart/form-data; boundary=x", "no parts at all")]
    [InlineData("application/x-www-form-urlencoded", "username=a%00b")]
    [InlineData("application/x-www-form-urlencoded", "many")]
    [InlineData("application/x-www-form-urlencoded; charset=nonsense", "username=alice")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "username=alice")]
    [InlineData("", "username=alice")]
    public async Task A_body_that_is_no_form_is_a_page_that_says_so(string contentType, string body)
    {
        var browser = await _portal.SignedInAsync("alice");
        body = body == "many" ? string.Join('&', Enumerable.Range(0, 2000).Select(number => $"f{number}=x")) : body;
        foreach (var address in (string[])["login", "logout", "register/password", "consent/" + NoGrant, "account/sessions/end", "account/emails/add", "account/confirm", "account/deactivate", "login/deleted", "register/steps/" + NoGrant + "/verify-email"])
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);

            var answer = await browser.SendAsync(HttpMethod.Post, address, content);

            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{address}: {answer.Status}");
            Assert.NotEmpty(answer.Heading);
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("%00")]
    [InlineData("AAAA")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("another purpose")]
    [InlineData("huge")]
    public async Task A_cookie_that_cannot_be_read_is_treated_as_absent(string cookie)
    {
        var signedIn = await _portal.SignedInAsync("alice");
        var browser = _portal.Browser();
        foreach (var name in (string[])["session", "csrf", "user-registration-sessions", "done", "account-notice", "invitation", "language", "account-return", "kept-form", "recoveries", "entered-device-codes", ".AspNetCore.Session"])
        {
            browser.Cookies[name] = cookie switch
            {
                "another purpose" => name == "session" ? signedIn.Cookies["csrf"] : signedIn.Cookies["session"],
                "huge" => Huge[..7000],
                _ => cookie,
            };
        }

        var account = await browser.GetAsync("account/");
        var step = await browser.GetAsync("register/steps/" + NoGrant + "/finish");
        Assert.Equal("/login", (await browser.GetAsync("login/deleted")).Location);
        var signIn = await browser.SignInAsync("alice");

        Assert.StartsWith("/login?", account.Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, step.Status);
        Assert.Equal("/account/", signIn.Location);
    }

    private static string?[] Hostile() =>
        [null, "", " ", "\"><script>alert(1)</script>", "'; DROP TABLE users;--", "a\0b", "a\r\nb", "{{7*7}}", "../../etc/passwd", "\u202Eecila", "\uD83D\uDCA9", "=cmd|'/c calc'!A0", Huge];

    private static string Short(string? value) => value is null ? "(none)" : value.Length > 20 ? value[..20] : value;

    private static void AssertClear(Answer answer, string what)
    {
        Assert.True(answer.Status is HttpStatusCode.SeeOther or HttpStatusCode.BadRequest || (answer.Status == HttpStatusCode.OK && answer.Document.QuerySelector("form") is not null), $"{what}: {answer.Status}");
        if (answer.Status == HttpStatusCode.BadRequest)
        {
            Assert.NotEmpty(answer.Heading);
            Assert.Null(answer.Location);
        }

        if (answer.Location is { } location)
        {
            Assert.DoesNotContain('\n', location);
            Assert.True(location[0] == '/' || location.StartsWith(HttpApp.RedirectUri + "?error=", StringComparison.Ordinal) || location.StartsWith(HttpApp.RedirectUri + "#error=", StringComparison.Ordinal), $"{what}: {location}");
        }
    }

    private Task<Counts> CountAsync() => _portal.ReadAsync(async database => new Counts(
        await database.Users.CountAsync(),
        await database.Registrations.CountAsync(),
        await database.AuthorizationGrants.CountAsync(),
        await database.OAuthSessions.CountAsync(),
        await database.BrowserSessions.CountAsync()));

    private sealed record Counts(int Users, int Registrations, int Grants, int OAuthSessions, int BrowserSessions);

    /// <summary>One portal for all tests on an engine, and <c>alice</c> in it; started by the first test, because a fixture cannot skip.</summary>
    public abstract class Shared : IAsyncDisposable
    {
        private readonly Lazy<Task<PortalFactory>> _portal;

        protected Shared(DatabaseProvider engine) => _portal = new(() => StartAsync(engine));

        public async ValueTask DisposeAsync()
        {
            if (_portal is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            {
                await (await _portal.Value).DisposeAsync();
            }

            GC.SuppressFinalize(this);
        }

        internal Task<PortalFactory> StartedAsync() => _portal.Value;

        private static async Task<PortalFactory> StartAsync(DatabaseProvider engine)
        {
            var portal = await PortalFactory.StartAsync(engine: engine);
            await portal.PersonAsync("alice");
            return portal;
        }
    }

    public sealed class SharedSqlite() : Shared(DatabaseProvider.Sqlite);

    public sealed class SharedPostgres() : Shared(DatabaseProvider.PostgreSql);

    public sealed class OnSqlite(SharedSqlite shared) : BadInputTests(shared), IClassFixture<SharedSqlite>;

    /// <summary>Which takes neither U+0000 nor long keys.</summary>
    public sealed class OnPostgres(SharedPostgres shared) : BadInputTests(shared), IClassFixture<SharedPostgres>;
}
