using System.Diagnostics;
using System.Globalization;

namespace Portal.Bench.Measure;

/// <summary>The portal with few people beside the portal with many.</summary>
internal static class GrowthPlan
{
    public static async Task RunAsync(Settings settings)
    {
        var targets = new List<Target>();
        var processes = new List<ServerProcess>();
        try
        {
            foreach (var engine in settings.Postgres is null ? (string[])["SQLite"] : ["SQLite", "PostgreSQL"])
            {
                var few = NameOf(engine, settings.Users);
                foreach (var users in (int[])[settings.Users, settings.Grown])
                {
                    var started = Stopwatch.GetTimestamp();
                    var folder = string.Create(CultureInfo.InvariantCulture, $"{engine.ToLowerInvariant()}-{users}");
                    var installation = engine == "SQLite" ? Installation.OnSqlite(folder, settings) : await Installation.OnPostgresAsync(folder, settings);
                    var files = await installation.FillAsync(users);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"== {NameOf(engine, users)}, {2L * users * settings.Sessions} tokens: filled in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s"));
                    processes.Add(await installation.StartAsync());
                    targets.Add(new Target(NameOf(engine, users), few, processes[^1].Address, files, "/login"));
                }
            }

            await Checks.RequireAllActiveAsync(targets);
            var table = await new LoadPlan(settings, targets).RunAsync(LoadPlan.Load.ByHomeserver, LoadPlan.Load.Exchange, LoadPlan.Load.Refresh);
            Console.WriteLine();
            Console.WriteLine(table);
            await File.WriteAllTextAsync(settings.Output, table.ToJson());
        }
        finally
        {
            foreach (var process in processes)
            {
                await process.DisposeAsync();
            }
        }
    }

    private static string NameOf(string engine, int users) => string.Create(CultureInfo.InvariantCulture, $"{engine}, {users:N0} people");
}
