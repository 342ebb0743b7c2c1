using System.Globalization;

namespace Portal.Bench.Measure;

/// <summary>The portal beside another program that does the same.</summary>
internal static class PeerPlan
{
    /// <summary>The same requests to the portal, from its database, and to <c>oidc-provider</c>, from its memory.</summary>
    public static async Task RunAsync(Settings settings)
    {
        Console.WriteLine("== Filling");
        var sqlite = Installation.OnSqlite("sqlite", settings);
        var sqliteFiles = await sqlite.FillAsync(settings.Users);
        var postgres = settings.Postgres is null ? null : await Installation.OnPostgresAsync("postgres", settings);
        var postgresFiles = postgres is null ? null : await postgres.FillAsync(settings.Users);

        await using var portal = await sqlite.StartAsync();
        await using var onPostgres = postgres is null ? null : await postgres.StartAsync();
        var (process, peer) = await PeerServer.StartAsync(settings);
        await using var peerProcess = process;
        List<Target> targets = [new Target("portal, SQLite", PeerServer.Name, portal.Address, sqliteFiles, "/login"), peer];
        if (onPostgres is not null)
        {
            targets.Add(new Target("portal, PostgreSQL", PeerServer.Name, onPostgres.Address, postgresFiles!, "/login"));
        }

        await Checks.RequireAllActiveAsync(targets);
        var table = await new LoadPlan(settings, targets).RunAsync(
            LoadPlan.Load.ByClient, LoadPlan.Load.ClientCredentials, LoadPlan.Load.Exchange, LoadPlan.Load.Refresh, LoadPlan.Load.SignInPage);
        await Checks.RequireAllActiveAsync(targets);
        Console.WriteLine();
        Console.WriteLine(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"resident memory after the loads, MB: portal on SQLite {portal.ResidentMegabytes:0}, {PeerServer.Name} {process.ResidentMegabytes:0}"));
        await File.WriteAllTextAsync(settings.Output, table.ToJson());
    }
}
