using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Authorizations;
using Portal.Identity.Clients;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Identity.Tokens;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Tokens;

/// <summary>The short way to tokens: where it says "yes", the other way would have said and stored the same; everywhere else it changes nothing.</summary>
public abstract class PlainExchangeTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string BannedAddress = "198.51.100.7";
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636, appendix B
    private readonly Client _service = A.ConfidentialClient();
    private AnApp _app = null!;

    protected override Dictionary<string, string?> Settings => new() { ["Portal:Policy:Data:Requester:BannedIps:0"] = BannedAddress };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = await AnApp.ArrangeAsync(Host);
        await Host.ArrangeAsync(_service);
    }

    [Fact]
    public async Task A_code_gives_and_stores_what_the_other_way_does()
    {
        var (first, second) = (await AllowAsync(), await AllowAsync());
        var before = await RowsAsync();

        var plain = await PlainlyAsync(_app.Client, CodeForm(first));
        var afterPlain = await RowsAsync();
        var ordinary = AnApp.Granted(await AnApp.AskOrdinarilyAsync(Host, _app.Client, CodeForm(second), A.Requester()));
        var afterOrdinary = await RowsAsync();

        Assert.NotNull(plain);
        AssertSameAnswer(ordinary, plain);
        Assert.Equal(ClaimsOf(ordinary.IdToken), ClaimsOf(plain.IdToken));
        Assert.Equal(Difference(afterPlain, afterOrdinary), Difference(before, afterPlain));
        Assert.NotNull(await _app.IntrospectAsync(plain.AccessToken));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)] // when a note in memory would be too far behind
    public async Task A_refresh_gives_and_stores_what_the_other_way_does(int minutes)
    {
        var (first, second) = (await _app.SignInAsync(), await _app.SignInAsync());
        Clock.Advance(TimeSpan.FromMinutes(minutes));
        var before = await RowsAsync();

        var plain = await PlainlyAsync(_app.Client, RefreshForm(first));
        if (minutes == 5)
        {
            Assert.DoesNotContain("last_active_at", Difference(before, await RowsAsync()), StringComparison.Ordinal);
            await Host.FlushActivityAsync();
        }

        var afterPlain = await RowsAsync();
        var ordinary = AnApp.Granted(await AnApp.AskOrdinarilyAsync(Host, _app.Client, RefreshForm(second), A.Requester()));
        var afterOrdinary = await RowsAsync();

        Assert.NotNull(plain);
        AssertSameAnswer(ordinary, plain);
        Assert.Equal(Difference(afterPlain, afterOrdinary), Difference(before, afterPlain));
        Assert.Null(await _app.IntrospectAsync(first.AccessToken));
        Assert.NotNull(await _app.IntrospectAsync(plain.AccessToken));
    }

    [Theory]
    [InlineData("urn:mas:graphql:*")]
    [InlineData(null)]
    public async Task A_client_of_its_own_is_given_and_stored_what_the_other_way_does(string? scope)
    {
        AnApp.Granted(await AnApp.AskOrdinarilyAsync(Host, _service, ServiceForm(scope), A.Requester()));
        var before = await RowsAsync();

        var plain = await PlainlyAsync(_service, ServiceForm(scope));
        var afterPlain = await RowsAsync();
        var ordinary = AnApp.Granted(await AnApp.AskOrdinarilyAsync(Host, _service, ServiceForm(scope), A.Requester()));
        var afterOrdinary = await RowsAsync();

        Assert.NotNull(plain);
        AssertSameAnswer(ordinary, plain);
        Assert.Equal(
            Difference(afterPlain, afterOrdinary).Replace("tokens: 58 -> 57", "one was taken"),
            Difference(before, afterPlain).Replace("tokens: 59 -> 58", "one was taken"));
    }

    [Theory]
    [InlineData("another client")]
    [InlineData("wrong verifier")]
    [InlineData("no verifier")]
    [InlineData("another redirect URI")]
    [InlineData("expired")]
    [InlineData("used")]
    [InlineData("signed out")]
    [InlineData("locked")]
    [InlineData("deactivated")]
    [InlineData("for a device")]
    [InlineData("bound to a key")]
    [InlineData("with claims by name")]
    [InlineData("answered without a page")]
    [InlineData("a key was proven")]
    [InlineData("unknown")]
    [InlineData("missing")]
    public async Task A_code_is_not_plain(string why)
    {
        var code = why switch
        {
            "for a device" => await AllowAsync(A.MatrixScope),
            "bound to a key" => await AllowAsync(keyThumbprint: new string('k', 43)),
            "with claims by name" => await AllowAsync(claims: RequestedClaims.Read("id_token.email")),
            "answered without a page" => await AllowAsync(after: TimeSpan.Zero),
            "unknown" => "nobody got this code",
            _ => await AllowAsync(),
        };
        var form = why switch
        {
            "wrong verifier" => CodeForm(code, verifier: new string('v', 43)),
            "no verifier" => CodeForm(code, verifier: null),
            "another redirect URI" => CodeForm(code, redirectUri: "https://app.example/other"),
            "missing" => CodeForm(null),
            _ => CodeForm(code),
        };
        switch (why)
        {
            case "expired": Clock.Advance(TimeSpan.FromMinutes(10)); break;
            case "used": Assert.NotNull(await PlainlyAsync(_app.Client, form)); break;
            case "signed out": await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_app.Browser.Id, CancellationToken.None)); break;
            default: await ChangeAccountAsync(why); break;
        }

        await AssertNothingAsync(why == "another client" ? await OtherClientAsync() : _app.Client, form, why == "a key was proven" ? A.Requester() with { ProvenKey = new string('k', 43) } : A.Requester());
    }

    [Theory]
    [InlineData("another client")]
    [InlineData("used")]
    [InlineData("revoked")]
    [InlineData("ended")]
    [InlineData("locked")]
    [InlineData("deactivated")]
    [InlineData("other software")]
    [InlineData("a key was proven")]
    [InlineData("an access token")]
    [InlineData("unknown")]
    [InlineData("missing")]
    public async Task A_refresh_is_not_plain(string why)
    {
        var tokens = await _app.SignInAsync();
        var form = why switch
        {
            "an access token" => A.Form(("grant_type", "refresh_token"), ("refresh_token", tokens.AccessToken)),
            "unknown" => A.Form(("grant_type", "refresh_token"), ("refresh_token", "mcr_nobody")),
            "missing" => A.Form(("grant_type", "refresh_token")),
            _ => RefreshForm(tokens),
        };
        switch (why)
        {
            case "used": Assert.NotNull(await PlainlyAsync(_app.Client, form)); break;
            case "revoked": await Host.ChangeAsync(async database => (await database.RefreshTokens.SingleAsync()).Revoke(Clock.GetUtcNow())); break;
            case "ended": await _app.RevokeAsync(tokens.AccessToken); break;
            default: await ChangeAccountAsync(why); break;
        }

        var requester = why switch
        {
            "other software" => A.Requester(userAgent: "Example/2.0"),
            "a key was proven" => A.Requester() with { ProvenKey = new string('k', 43) },
            _ => A.Requester(),
        };
        await AssertNothingAsync(why == "another client" ? await OtherClientAsync() : _app.Client, form, requester);
    }

    [Theory]
    [InlineData("the first from this address")]
    [InlineData("a scope of people")]
    [InlineData("no scope at all")]
    [InlineData("a banned address")]
    [InlineData("too many")]
    [InlineData("a public client")]
    [InlineData("a key was proven")]
    public async Task A_client_of_its_own_is_not_plain(string why)
    {
        var requester = A.Requester(why == "a banned address" ? BannedAddress : "192.0.2.1");
        if (why != "the first from this address")
        {
            AnApp.Granted(await AnApp.AskOrdinarilyAsync(Host, _service, ServiceForm(null), A.Requester()));
        }

        if (why == "too many")
        {
            await Host.ChangeAsync(database => database.RateLimitBuckets.ForEachAsync(bucket => bucket.Set(0.5, Clock.GetUtcNow())));
        }

        var form = ServiceForm(why switch
        {
            "a scope of people" => MatrixScopes.StableApi,
            "no scope at all" => "a  b",
            _ => null,
        });
        await AssertNothingAsync(why == "a public client" ? _app.Client : _service, form, why == "a key was proven" ? requester with { ProvenKey = new string('k', 43) } : requester);
    }

    [Fact]
    public async Task A_grant_that_the_client_did_not_register_or_that_is_none_of_these_is_not_plain()
    {
        var tokens = await _app.SignInAsync();
        var client = Clients.Registration.Register("""{ "token_endpoint_auth_method": "client_secret_basic", "grant_types": ["authorization_code"] }""");

        await AssertNothingAsync(client, RefreshForm(tokens), A.Requester());
        await AssertNothingAsync(_app.Client, A.Form(("grant_type", GrantTypes.DeviceCode), ("device_code", "unknown")), A.Requester());
        await AssertNothingAsync(_app.Client, A.Form(), A.Requester());
    }

    [Fact]
    public async Task Of_fifty_who_bring_one_code_by_either_way_one_gets_tokens()
    {
        var code = await AllowAsync();

        var answers = await AtOnceAsync(50, async (host, number) => number % 2 == 0
            ? await AnApp.AskOrdinarilyAsync(host, _app.Client, CodeForm(code), A.Requester()) is { Succeeded: true, Value: var response } ? response : null
            : await AnApp.AskPlainlyAsync(host, _app.Client, CodeForm(code), A.Requester()));

        Assert.Single(answers, answer => answer is not null);
        Assert.Equal(1, await Host.ReadAsync(database => database.OAuthSessions.CountAsync()));
        Assert.Equal(1, await Host.ReadAsync(database => database.AccessTokens.CountAsync()));
    }

    [Fact]
    public async Task Of_fifty_who_bring_one_refresh_token_by_either_way_one_pair_lives()
    {
        var tokens = await _app.SignInAsync();

        var answers = await AtOnceAsync(50, async (host, number) => number % 2 == 0
            ? await AnApp.AskOrdinarilyAsync(host, _app.Client, RefreshForm(tokens), A.Requester()) is { Succeeded: true, Value: var response } ? response : null
            : await AnApp.AskPlainlyAsync(host, _app.Client, RefreshForm(tokens), A.Requester()));

        var given = answers.OfType<TokenResponse>().ToList();
        Assert.NotEmpty(given);
        var live = 0;
        foreach (var answer in given)
        {
            Assert.Equal(await _app.IsLiveAsync(answer.AccessToken), await _app.IsLiveAsync(answer.RefreshToken));
            live += await _app.IsLiveAsync(answer.AccessToken) ? 1 : 0;
        }

        Assert.Equal(1, live);
    }

    [Fact]
    public async Task A_sign_out_everywhere_misses_no_session_that_begins_meanwhile()
    {
        var codes = new List<string>();
        for (var number = 0; number < 20; number++)
        {
            codes.Add(await AllowAsync());
        }

        var answers = await AtOnceAsync(codes.Count + 1, async (host, number) =>
        {
            if (number < codes.Count)
            {
                return await AnApp.AskPlainlyAsync(host, _app.Client, CodeForm(codes[number]), A.Requester());
            }

            await host.RunAsync<AccountSessions, int>(sessions => sessions.EndOthersAsync(_app.User.Id, Guid.Empty, CancellationToken.None));
            return null;
        });

        foreach (var answer in answers.OfType<TokenResponse>())
        {
            Assert.False(await _app.IsLiveAsync(answer.AccessToken));
        }
    }

    private static OAuthForm CodeForm(string? code, string? verifier = Verifier, string? redirectUri = A.RedirectUri) =>
        A.Form(("grant_type", "authorization_code"), ("code", code), ("code_verifier", verifier), ("redirect_uri", redirectUri));

    private static OAuthForm RefreshForm(TokenResponse tokens) => A.Form(("grant_type", "refresh_token"), ("refresh_token", tokens.RefreshToken));

    private static OAuthForm ServiceForm(string? scope) => A.Form(("grant_type", "client_credentials"), ("scope", scope));

    private static void AssertSameAnswer(TokenResponse expected, TokenResponse actual) => Assert.Equal(
        (expected.TokenType, expected.ExpiresIn, expected.Scope, expected.RefreshToken is null, expected.IdToken is null),
        (actual.TokenType, actual.ExpiresIn, actual.Scope, actual.RefreshToken is null, actual.IdToken is null));

    /// <summary>By name, without those that are of one token alone.</summary>
    private static string[] ClaimsOf(string? idToken)
    {
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(idToken!.Split('.')[1]));
        return [.. claims.RootElement.EnumerateObject().Select(claim => claim.Name is "at_hash" or "c_hash" ? claim.Name : $"{claim.Name} {claim.Value.GetRawText()}").Order(StringComparer.Ordinal)];
    }

    private Task<TokenResponse?> PlainlyAsync(Client client, OAuthForm form) => AnApp.AskPlainlyAsync(Host, client, form, A.Requester());

    private async Task<string> AllowAsync(string scope = MatrixScopes.OpenId, RequestedClaims? claims = null, string? keyThumbprint = null, TimeSpan? after = null)
    {
        var code = new SecretGenerator().Text(32);
        var now = Clock.GetUtcNow();
        var grant = A.PendingGrant(_app.Client, scope, "the nonce", Pkce.ChallengeOf(Verifier), now - (after ?? TimeSpan.FromSeconds(5)), claims: claims, keyThumbprint: keyThumbprint);
        grant.Fulfil(_app.Browser, code, now);
        await Host.ArrangeAsync(grant);
        return code;
    }

    private async Task<Client> OtherClientAsync()
    {
        var other = A.Client();
        await Host.ArrangeAsync(other);
        return other;
    }

    private async Task ChangeAccountAsync(string how)
    {
        DateTimeOffset? now = Clock.GetUtcNow();
        switch (how)
        {
            case "locked": await Host.ChangeAsync(database => database.Users.ExecuteUpdateAsync(user => user.SetProperty(row => row.LockedAt, now))); break;
            case "deactivated": await Host.ChangeAsync(database => database.Users.ExecuteUpdateAsync(user => user.SetProperty(row => row.DeactivatedAt, now))); break;
        }
    }

    private async Task AssertNothingAsync(Client client, OAuthForm form, Requester requester)
    {
        var before = await RowsAsync();

        Assert.Null(await AnApp.AskPlainlyAsync(Host, client, form, requester));

        await Host.FlushActivityAsync();
        Assert.Equal("", Difference(before, await RowsAsync()));
    }

    /// <summary>Every row of every table that an exchange could touch, by table and key.</summary>
    private Task<Dictionary<string, Dictionary<string, string>>> RowsAsync() => Host.ReadAsync(async database =>
    {
        var rows = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        await AddAsync(database.OAuthSessions);
        await AddAsync(database.AccessTokens);
        await AddAsync(database.RefreshTokens);
        await AddAsync(database.AuthorizationGrants);
        await AddAsync(database.RateLimitBuckets);
        await AddAsync(database.SecurityEvents);
        await AddAsync(database.Outbox);
        return rows;

        async Task AddAsync<T>(IQueryable<T> all)
            where T : class
        {
            foreach (var row in await all.ToListAsync())
            {
                var entry = database.Entry(row);
                var key = string.Join(' ', entry.Metadata.FindPrimaryKey()!.Properties.Select(property => entry.Property(property.Name).CurrentValue));
                rows[$"{typeof(T).Name} {key}"] = entry.Metadata.GetProperties().ToDictionary(property => property.GetColumnName(), property => Describe(entry.Property(property.Name).CurrentValue), StringComparer.Ordinal);
            }
        }
    });

    private string Describe(object? value) => value switch
    {
        null => "none",
        Guid id => new[] { (_app.User.Id, "the person"), (_app.Browser.Id, "the browser"), (_app.Client.Id, "the app"), (_service.Id, "the service") }
            .Where(known => known.Item1 == id).Select(known => known.Item2).SingleOrDefault("an id"),
        byte[] => "bytes",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>What is new and what has changed, without ids and hashes that differ from one time to the next.</summary>
    private static string Difference(Dictionary<string, Dictionary<string, string>> before, Dictionary<string, Dictionary<string, string>> after)
    {
        var changed =
            from row in after
            let earlier = before.GetValueOrDefault(row.Key)
            let columns = row.Value.Where(column => earlier?[column.Key] != column.Value).Select(column => earlier is null ? $"{column.Key}: {column.Value}" : $"{column.Key}: {earlier[column.Key]} -> {column.Value}")
            where columns.Any()
            select $"{row.Key.Split(' ')[0]} {string.Join(", ", columns)}";
        return string.Join('\n', changed.Concat(before.Keys.Except(after.Keys).Select(key => $"gone: {key}")).Order(StringComparer.Ordinal));
    }

    public sealed class OnSqlite() : PlainExchangeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : PlainExchangeTests(DatabaseProvider.PostgreSql);
}
