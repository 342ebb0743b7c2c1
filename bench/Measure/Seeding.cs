using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity;
using Portal.Identity.Accounts;
using Portal.Identity.Clients;
using Portal.Identity.Keys;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Identity.Tokens;

namespace Portal.Bench.Measure;

/// <summary>Fills the database of an installation that was started once, through the entities, so that every row is one that the product could have made.</summary>
internal sealed class Seeding(string dataDirectory, Settings settings)
{
    private const int UsersPerTransaction = 500;
    private const int MaxSampled = 5000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);
    private readonly SecretGenerator _secrets = new();
    private readonly List<string> _access = [];
    private readonly List<string> _refresh = [];

    public async Task<Seed> FillAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        var protector = new SecretProtector(_secrets.Bytes(32)); // nothing that is stored here is encrypted
        services.AddPortalIdentity(new DatabaseAddress(DatabaseProvider.Sqlite, $"Data Source={Path.Combine(dataDirectory, "portal.db")}"), protector);
        await using var provider = services.BuildServiceProvider();

        var now = TimeProvider.System.GetUtcNow();
        var client = Client.Configure(Guid.CreateVersion7(now), new ConfiguredClient(ClientAuthMethod.None, ["http://127.0.0.1/"], "Bench"), null, now);
        await WriteAsync(provider, database => database.Add(client));
        for (var first = 0; first < settings.Users; first += UsersPerTransaction)
        {
            var count = Math.Min(UsersPerTransaction, settings.Users - first);
            await WriteAsync(provider, database => AddUsers(database, client, first, count));
        }

        return await WriteFilesAsync(client);
    }

    private static async Task WriteAsync(ServiceProvider provider, Action<PortalDbContext> change)
    {
        await using var scope = provider.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        await scope.ServiceProvider.GetRequiredService<Storage>().WriteAsync(
            () =>
            {
                change(database);
                return Task.CompletedTask;
            },
            CancellationToken.None);
    }

    private void AddUsers(PortalDbContext database, Client client, int first, int count)
    {
        var now = TimeProvider.System.GetUtcNow();
        for (var number = first; number < first + count; number++)
        {
            var name = $"user{number:D8}";
            var user = new PortalUser(name, now) { NormalizedUserName = name.ToUpperInvariant(), SecurityStamp = "" };
            database.Add(user);
            for (var device = 0; device < settings.Sessions; device++)
            {
                AddSession(database, client, user, now);
            }
        }
    }

    private void AddSession(PortalDbContext database, Client client, PortalUser user, DateTimeOffset now)
    {
        var scope = ScopeSet.Of("openid", MatrixScopes.StableApi, MatrixScopes.StableDevicePrefix + _secrets.Text(10));
        var session = OAuthSession.Begin(client.Id, user.Id, null, scope, "Bench/1", "127.0.0.1", now);
        var (accessToken, refreshToken) = (TokenFormat.Create(TokenKind.OAuthAccess, _secrets), TokenFormat.Create(TokenKind.OAuthRefresh, _secrets));
        var access = AccessToken.Issue(session.Id, accessToken, now, Lifetime);
        database.AddRange(session, access, RefreshToken.Issue(access, refreshToken, now));
        _access.Add(accessToken);
        _refresh.Add(refreshToken);
    }

    private async Task<Seed> WriteFilesAsync(Client client)
    {
        // A refresh revokes the access token beside it, so the sessions that are refreshed are not those that are asked for.
        var slices = settings.Rounds + Seed.WarmUpRounds;
        var forRefresh = slices * Seed.RefreshTokensPerRound;
        var asked = _access.Count - forRefresh;
        if (asked <= 0)
        {
            throw new InvalidOperationException($"--users must be more than {forRefresh / settings.Sessions} for so many rounds.");
        }

        var step = Math.Max(1, asked / MaxSampled);
        var tokens = Enumerable.Range(0, Math.Min(asked, MaxSampled)).Select(number => _access[number * step]).ToList();
        var tokenFile = await WriteLinesAsync("access-tokens", tokens);
        var refreshFiles = new List<string>();
        for (var slice = 0; slice < slices; slice++)
        {
            refreshFiles.Add(await WriteLinesAsync($"refresh-tokens-{slice}", _refresh.Skip(asked + slice * Seed.RefreshTokensPerRound).Take(Seed.RefreshTokensPerRound)));
        }

        var pathFile = await WriteLinesAsync("bare-paths", tokens.Select(token => $"/read/{Convert.ToHexStringLower(TokenFormat.HashOf(token))}"));
        return new Seed(Ulid.Encode(client.Id), _access.Count, tokens, tokenFile, refreshFiles, pathFile, WriteBareDatabase());
    }

    /// <summary>As many rows as there are access tokens, found by the same hashes.</summary>
    private string WriteBareDatabase()
    {
        var path = Path.Combine(settings.Work, "bare.db");
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE entries (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, answer TEXT NOT NULL)";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO entries (hash, answer) VALUES (@hash, 'known')";
        var hash = command.Parameters.Add("@hash", SqliteType.Blob);
        foreach (var token in _access)
        {
            hash.Value = TokenFormat.HashOf(token);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
        return path;
    }

    private async Task<string> WriteLinesAsync(string name, IEnumerable<string> lines)
    {
        var path = Path.Combine(settings.Work, name);
        await File.WriteAllLinesAsync(path, lines);
        return path;
    }
}
