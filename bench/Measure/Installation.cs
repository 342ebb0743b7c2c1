using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Identity;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Authorizations;
using Portal.Identity.Clients;
using Portal.Identity.Homeserver;
using Portal.Identity.Keys;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Identity.Tokens;

namespace Portal.Bench.Measure;

/// <summary>A portal with a database of its own, full of people.</summary>
/// <param name="name">Of its files and its database.</param>
internal sealed class Installation(string name, DatabaseAddress address, Settings settings)
{
    public const string HomeserverSecret = "bench-homeserver-secret";

    private const int UsersPerBatch = 20_000;
    private const int MostBrowsers = 1000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);
    private static readonly string EncryptionKey = new('7', 64);
    private readonly SecretGenerator _secrets = new();
    private readonly string _folder = Path.Combine(settings.Work, name);

    public static Installation OnSqlite(string name, Settings settings) =>
        new(name, new DatabaseAddress(DatabaseProvider.Sqlite, $"Data Source={Path.Combine(settings.Work, name, "portal.db")}"), settings);

    /// <summary>In a new database of the server.</summary>
    public static async Task<Installation> OnPostgresAsync(string name, Settings settings)
    {
        var database = "bench_" + name.Replace('-', '_');
        await using var server = NpgsqlDataSource.Create(settings.Postgres!);
        await using var command = server.CreateCommand($"CREATE DATABASE {database}");
        await command.ExecuteNonQueryAsync();
        return new(name, new DatabaseAddress(DatabaseProvider.PostgreSql, new NpgsqlConnectionStringBuilder(settings.Postgres) { Database = database }.ConnectionString), settings);
    }

    /// <param name="more">Settings beside those that every installation has, as the environment writes them.</param>
    public Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string>? more = null)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Portal__DataDirectory"] = _folder,
            ["Portal__Matrix__ServerName"] = "bench.example",
            ["Portal__Matrix__Secret"] = HomeserverSecret,
            ["Portal__Secrets__Encryption"] = EncryptionKey,
            ["Portal__RateLimiting__ClientCredentials__Burst"] = "1000000000", // all of the load comes from one address
            ["Logging__LogLevel__Default"] = "Warning",
            ["Portal__Database__Provider"] = address.Provider.ToString(),
        };
        if (address.Provider == DatabaseProvider.PostgreSql)
        {
            environment["Portal__Database__ConnectionString"] = address.ConnectionString;
        }

        foreach (var (key, value) in more ?? new Dictionary<string, string>())
        {
            environment[key] = value;
        }

        return ServerProcess.StartAsync(Path.Combine(settings.Portal, "Portal"), "login", environment, _folder + ".log");
    }

    /// <summary>Starts it once, which makes its tables, and fills them with people who have an address each.</summary>
    public async Task FillWithPeopleAsync(IReadOnlyList<(string Username, string Address, string? PasswordHash)> people)
    {
        await using (await StartAsync())
        {
        }

        await using var provider = Services();
        await using var scope = provider.CreateAsyncScope();
        var writer = new BulkWriter(scope.ServiceProvider.GetRequiredService<PortalDbContext>().Model, address);
        var now = TimeProvider.System.GetUtcNow();
        var (users, emails) = (new List<PortalUser>(), new List<UserEmail>());
        foreach (var (username, mail, hash) in people)
        {
            var user = NewUser(username, now);
            user.PasswordHash = hash;
            users.Add(user);
            emails.Add(UserEmail.Confirmed(user.Id, EmailAddress.TryParse(mail, out var parsed) ? parsed : throw new ArgumentException("Not an address.", nameof(people)), now));
        }

        await writer.WriteAsync(users);
        await writer.WriteAsync(emails);
    }

    /// <summary>Starts it once, which makes its tables, and fills them with people who have a password and a device each.</summary>
    public async Task FillWithDevicesAsync(int people, string passwordHash)
    {
        await using (await StartAsync())
        {
        }

        await using var provider = Services();
        await using var scope = provider.CreateAsyncScope();
        var writer = new BulkWriter(scope.ServiceProvider.GetRequiredService<PortalDbContext>().Model, address);
        var now = TimeProvider.System.GetUtcNow();
        var client = Client.Configure(Rehearsal.ClientId, new ConfiguredClient(ClientAuthMethod.None, [Rehearsal.RedirectUri], "Bench"), null, now);
        var (users, sessions) = (new List<PortalUser>(), new List<OAuthSession>());
        foreach (var username in Enumerable.Range(0, people).Select(UsernameOf))
        {
            var user = NewUser(username, now);
            user.PasswordHash = passwordHash;
            users.Add(user);
            sessions.Add(OAuthSession.Begin(client.Id, user.Id, null, ScopeSet.Of(MatrixScopes.StableApi, MatrixScopes.StableDevicePrefix + _secrets.Text(10)), "Bench/1", "127.0.0.1", now));
        }

        await writer.WriteAsync([client]);
        await writer.WriteAsync(users);
        await writer.WriteAsync(sessions);
    }

    /// <summary>Writes a message about each of the first people: the homeserver shall have their devices.</summary>
    public async Task QueueAsync(int count)
    {
        await using var provider = Services();
        await using var scope = provider.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var now = TimeProvider.System.GetUtcNow();
        var people = await database.Users.OrderBy(user => user.UserName).Take(count).Select(user => user.Id).ToListAsync();
        await new BulkWriter(database.Model, address).WriteAsync(
            people.ConvertAll(id => OutboxMessage.Create(HomeserverJobs.SyncDevicesKind, JsonSerializer.Serialize(new { UserId = id, IsNew = false }), now, subjectId: id)));
    }

    /// <summary>Whether a message that waits has been taken.</summary>
    public Task<bool> HasBegunAsync() => AskAsync("SELECT EXISTS (SELECT 1 FROM outbox WHERE completed_at IS NULL AND attempts > 0)");

    /// <summary>Whether a message waits; asked while they are delivered, and so in a way that costs next to nothing.</summary>
    public Task<bool> IsWaitingAsync() => AskAsync("SELECT EXISTS (SELECT 1 FROM outbox WHERE completed_at IS NULL AND failed_at IS NULL)");

    /// <exception cref="InvalidOperationException">A message was given up.</exception>
    public async Task RequireDeliveredAsync()
    {
        if (await AskAsync("SELECT EXISTS (SELECT 1 FROM outbox WHERE failed_at IS NOT NULL)"))
        {
            throw new InvalidOperationException("A message was given up.");
        }
    }

    /// <summary>Starts it once, which makes its tables, and fills them.</summary>
    public async Task<LoadFiles> FillAsync(int users)
    {
        await using (await StartAsync())
        {
        }

        var protector = Protector();
        await using var provider = Services();
        await using var scope = provider.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();

        var now = TimeProvider.System.GetUtcNow();
        var client = Client.Configure(Rehearsal.ClientId, new ConfiguredClient(ClientAuthMethod.None, [Rehearsal.RedirectUri], "Bench"), null, now);
        var service = Client.Configure(Rehearsal.ServiceId, new ConfiguredClient(ClientAuthMethod.Basic, []), protector.Protect(Rehearsal.ServiceSecret), now);
        await scope.ServiceProvider.GetRequiredService<Storage>().WriteAsync(
            () =>
            {
                database.AddRange(client, service);
                return Task.CompletedTask;
            },
            CancellationToken.None);

        var writer = new BulkWriter(database.Model, address);
        var sample = new Sample((long)users * settings.Sessions, settings.Sampled, settings.Slices * Seed.RefreshTokensPerRound);
        var browsers = new List<BrowserSession>();
        for (var first = 0; first < users; first += UsersPerBatch)
        {
            await AddPeopleAsync(writer, client, first, Math.Min(UsersPerBatch, users - first), sample, browsers);
        }

        await writer.WriteAsync(browsers);
        var codeFiles = new List<string>();
        for (var slice = 0; slice < settings.Slices; slice++)
        {
            codeFiles.Add(await WriteLinesAsync($"codes-{slice}", await AddCodesAsync(writer, client, browsers)));
        }

        await database.Database.ExecuteSqlRawAsync(address.Provider == DatabaseProvider.Sqlite ? "ANALYZE" : "VACUUM ANALYZE");
        var refreshFiles = new List<string>();
        foreach (var (slice, tokens) in sample.Refresh.Chunk(Seed.RefreshTokensPerRound).Index())
        {
            refreshFiles.Add(await WriteLinesAsync($"refresh-tokens-{slice}", tokens));
        }

        return new LoadFiles(sample.Access, await WriteLinesAsync("access-tokens", sample.Access), refreshFiles, codeFiles);
    }

    /// <summary>Of the person with that number.</summary>
    public static string UsernameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number:D8}");

    private async Task<bool> AskAsync(string question)
    {
        await using DbConnection connection = address.Provider == DatabaseProvider.Sqlite ? new SqliteConnection(address.ConnectionString) : new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = question;
        return Convert.ToBoolean(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static SecretProtector Protector() => new(Convert.FromHexString(EncryptionKey));

    private static PortalUser NewUser(string username, DateTimeOffset now) => new(username, now) { NormalizedUserName = username.ToUpperInvariant(), SecurityStamp = "" };

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddPortalIdentity(address, Protector());
        return services.BuildServiceProvider();
    }

    private async Task AddPeopleAsync(BulkWriter writer, Client client, int first, int count, Sample sample, List<BrowserSession> browsers)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (users, sessions, accesses, refreshes) = (new List<PortalUser>(), new List<OAuthSession>(), new List<AccessToken>(), new List<RefreshToken>());
        for (var number = first; number < first + count; number++)
        {
            var user = NewUser(UsernameOf(number), now);
            users.Add(user);
            for (var device = 0; device < settings.Sessions; device++)
            {
                var scope = ScopeSet.Of("openid", MatrixScopes.StableApi, MatrixScopes.StableDevicePrefix + _secrets.Text(10));
                var session = OAuthSession.Begin(client.Id, user.Id, null, scope, "Bench/1", "127.0.0.1", now);
                var (accessToken, refreshToken) = (TokenFormat.Create(TokenKind.OAuthAccess, _secrets), TokenFormat.Create(TokenKind.OAuthRefresh, _secrets));
                var access = AccessToken.Issue(session.Id, accessToken, now, Lifetime);
                sessions.Add(session);
                accesses.Add(access);
                refreshes.Add(RefreshToken.Issue(access, refreshToken, now));
                sample.Offer(accessToken, refreshToken);
            }

            if (browsers.Count < MostBrowsers)
            {
                browsers.Add(BrowserSession.Begin(user.Id, _secrets.Bytes(32), "Bench/1", "127.0.0.1", new SignInProof(now, ProofMethods.Password), now));
            }
        }

        await writer.WriteAsync(users);
        await writer.WriteAsync(sessions);
        await writer.WriteAsync(accesses);
        await writer.WriteAsync(refreshes);
    }

    private async Task<IReadOnlyList<string>> AddCodesAsync(BulkWriter writer, Client client, List<BrowserSession> browsers)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (codes, grants) = (new List<string>(), new List<AuthorizationGrant>());
        for (var number = 0; number < settings.CodesPerRound; number++)
        {
            var request = new AuthorizationRequest
            {
                ClientId = client.Id,
                Return = new AuthorizationReturn(Rehearsal.RedirectUri, ResponseMode.Query, "state"),
                Scope = ScopeSet.Of(MatrixScopes.OpenId),
                CodeChallenge = Rehearsal.Challenge,
                RawParameters = new Dictionary<string, string>(StringComparer.Ordinal),
            };
            var grant = AuthorizationGrant.Request(request, "en", now);
            codes.Add(_secrets.Text(32));
            grant.Fulfil(browsers[number % browsers.Count], codes[^1], now + Lifetime); // a code is good for ten minutes, and a run takes longer
            grants.Add(grant);
        }

        await writer.WriteAsync(grants);
        return codes;
    }

    private async Task<string> WriteLinesAsync(string file, IEnumerable<string> lines)
    {
        var path = $"{_folder}-{file}";
        await File.WriteAllLinesAsync(path, lines);
        return path;
    }
}
