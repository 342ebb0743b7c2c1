using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Protocol;
using Portal.Tests.FakeHomeserver;
using Portal.Tests.FakeHomeserver.Control;
using Portal.Tests.FakeHomeserver.Faults;

namespace Portal.Bench.Measure;

/// <summary>A homeserver that comes back: how fast it is told what has queued up, how much memory that takes, and what it costs people who sign in meanwhile.</summary>
/// <remarks>The homeserver is a process of its own that takes its time for each request, and keeps what it is told.</remarks>
internal static class HomeserverPlan
{
    private const string Password = "an otter paints seven quiet windows";
    private const int SideBySide = 10; // as many as the portal tells it at once
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Web) { WriteIndented = true };

    public static async Task RunAsync(Settings settings)
    {
        await using var homeserver = await FakeSynapseProcess.StartAsync("--ServerName=bench.example", $"--Secret={Installation.HomeserverSecret}");
        var names = Enumerable.Range(0, settings.Jobs).Select(Installation.UsernameOf).ToList();
        foreach (var name in names)
        {
            await homeserver.ArrangeAsync(new UserView { Localpart = name });
        }

        await homeserver.AddFaultAsync(new Fault(FaultKind.Delay) { Delay = TimeSpan.FromMilliseconds(settings.Delay) });
        var figures = new List<DrainFigures>();
        foreach (var engine in settings.Postgres is null ? (string[])["SQLite"] : ["SQLite", "PostgreSQL"])
        {
            Console.WriteLine($"== {engine}");
            var name = "homeserver-" + engine.ToLowerInvariant();
            var installation = engine == "SQLite" ? Installation.OnSqlite(name, settings) : await Installation.OnPostgresAsync(name, settings);
            figures.Add(await MeasureAsync(engine, installation, homeserver, names, settings));
        }

        Console.WriteLine();
        Console.WriteLine(ToTable(figures, settings));
        await File.WriteAllTextAsync(settings.Output, JsonSerializer.Serialize(new { settings.Plan, settings.Jobs, settings.Delay, settings.Rounds, settings.Seconds, Environment.ProcessorCount, Figures = figures }, Indented));
    }

    private static async Task<DrainFigures> MeasureAsync(string engine, Installation installation, FakeSynapseProcess homeserver, IReadOnlyList<string> names, Settings settings)
    {
        await installation.FillWithDevicesAsync(settings.Jobs, HashOf(Password));
        await using var portal = await installation.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Portal__Matrix__Kind"] = "Synapse",
            ["Portal__Matrix__Endpoint"] = homeserver.Address.AbsoluteUri,
            ["Portal__RateLimiting__Login__PerIp__Burst"] = "1000000000", // all of the load comes from one address
            ["Portal__RateLimiting__Login__PerAccount__Burst"] = "1000000000",
        });
        var (span, share) = (TimeSpan.FromSeconds(settings.Seconds), settings.Jobs / settings.Rounds);
        var signIns = new SignIns(portal.Address, Password, settings.Jobs);
        var queue = new Queue(installation, portal);
        await signIns.RunAsync(span); // warms up
        await queue.DrainAsync(settings.Jobs / 10);
        await AskAsync(homeserver, names, settings);
        await Task.Delay(Rest, TimeProvider.System);

        Console.WriteLine("== Draining");
        var before = portal.ResidentMegabytes;
        var small = await queue.DrainAsync(settings.Jobs / 10);
        var large = await queue.DrainAsync(settings.Jobs);
        await Task.Delay(Rest, TimeProvider.System);
        var after = portal.ResidentMegabytes;

        var (asked, told, without, with) = (new List<Pace>(), new List<Pace>(), new List<double>(), new List<double>());
        for (var round = 0; round < settings.Rounds; round++)
        {
            Console.WriteLine($"== Round {round + 1} of {settings.Rounds}");
            asked.Add(await AskAsync(homeserver, names, settings));
            var (ofPortal, ofHomeserver) = (portal.ProcessorTime, homeserver.ProcessorTime);
            var drain = await queue.DrainAsync(share);
            told.Add(new Pace(drain.PerSecond, (homeserver.ProcessorTime - ofHomeserver) / share, (portal.ProcessorTime - ofPortal) / share));
            if (round % 2 == 0)
            {
                without.Add(await signIns.RunAsync(span));
                with.Add(await signIns.RunBesideAsync(() => queue.DrainAsync(share), span));
            }
            else
            {
                with.Add(await signIns.RunBesideAsync(() => queue.DrainAsync(share), span));
                without.Add(await signIns.RunAsync(span));
            }
        }

        return new DrainFigures(engine, small, large, before, after, asked, told, without, with);
    }

    /// <summary>The same calls, as many side by side, without a portal: what this homeserver can take.</summary>
    private static async Task<Pace> AskAsync(FakeSynapseProcess homeserver, IReadOnlyList<string> names, Settings settings)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        using var self = Process.GetCurrentProcess();
        var (ofSelf, ofHomeserver) = (self.TotalProcessorTime, homeserver.ProcessorTime);
        var (calls, begun, span) = (0, Stopwatch.GetTimestamp(), TimeSpan.FromSeconds(settings.Seconds));
        await Task.WhenAll(Enumerable.Range(0, SideBySide).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(begun) < span)
            {
                var name = names[Interlocked.Increment(ref calls) % names.Count];
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(homeserver.Address, "_synapse/mas/sync_devices")) { Content = JsonContent.Create(new { localpart = name, devices = Array.Empty<string>() }) };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Installation.HomeserverSecret);
                using var response = await http.SendAsync(request, CancellationToken.None);
                response.EnsureSuccessStatusCode();
            }
        }));
        var perSecond = calls / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        self.Refresh();
        return new Pace(perSecond, (homeserver.ProcessorTime - ofHomeserver) / calls, (self.TotalProcessorTime - ofSelf) / calls);
    }

    private static string HashOf(string password) =>
        new PasswordSchemes(new SecretGenerator(), Options.Create(new LocalPasswordOptions { Schemes = [new PasswordSchemeOptions { Version = 1, Algorithm = "argon2id" }] })).Hash(password);

    private static string ToTable(IReadOnlyList<DrainFigures> figures, Settings settings)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{settings.Jobs} people, a message about each; the homeserver takes {settings.Delay} ms for a request; median of {settings.Rounds} rounds, {Environment.ProcessorCount} cores shared by all");
        text.AppendLine();
        text.AppendLine("| figure | " + string.Join(" | ", figures.Select(engine => engine.Engine)) + " |");
        text.AppendLine("|---|" + string.Concat(figures.Select(_ => "---:|")));
        Add($"messages/s while {settings.Jobs} drain", engine => Format("0", engine.Large.PerSecond));
        Add("requests/s that the homeserver takes when asked directly, as many side by side", engine => Format("0", MedianOf(engine.Asked, pace => pace.PerSecond)));
        Add($"messages/s while {settings.Jobs / settings.Rounds} drain, in turns with that", engine => Format("0", MedianOf(engine.Told, pace => pace.PerSecond)));
        Add("ratio of the two", engine => Format("0 %", engine.Told.Zip(engine.Asked, (told, asked) => told.PerSecond / asked.PerSecond).Median()));
        Add("processor time for a request, when asked directly: homeserver + who asks, ms", engine => Costs(engine.Asked));
        Add("processor time for a message, while they drain: homeserver + portal, ms", engine => Costs(engine.Told));
        Add("resident memory before, MB", engine => Format("0", engine.BeforeMegabytes));
        Add($"highest while {settings.Jobs / 10} drain, MB", engine => Format("0", engine.Small.PeakMegabytes));
        Add($"highest while {settings.Jobs} drain, MB", engine => Format("0", engine.Large.PeakMegabytes));
        Add("10 s afterwards, MB", engine => Format("0", engine.AfterMegabytes));
        Add("sign-ins/s without a drain", engine => Format("0.0", engine.Without.Median()));
        Add("sign-ins/s during a drain", engine => Format("0.0", engine.With.Median()));
        Add("ratio of the two", engine => Format("0 %", engine.With.Median() / engine.Without.Median()));
        return text.ToString();

        void Add(string figure, Func<DrainFigures, string> read) => text.AppendLine(CultureInfo.InvariantCulture, $"| {figure} | {string.Join(" | ", figures.Select(read))} |");
    }

    private static string Costs(IReadOnlyList<Pace> paces) =>
        $"{Format("0.00", MedianOf(paces, pace => pace.OfHomeserver.TotalMilliseconds))} + {Format("0.00", MedianOf(paces, pace => pace.OfAsker.TotalMilliseconds))}";

    private static double MedianOf(IEnumerable<Pace> paces, Func<Pace, double> read) => paces.Select(read).Median();

    private static string Format(string format, double value) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>All figures of one engine.</summary>
    private sealed record DrainFigures(string Engine, Drain Small, Drain Large, double BeforeMegabytes, double AfterMegabytes, IReadOnlyList<Pace> Asked, IReadOnlyList<Pace> Told, IReadOnlyList<double> Without, IReadOnlyList<double> With);

    /// <param name="PerSecond">Requests, or messages.</param>
    /// <param name="OfHomeserver">Its processor time for each.</param>
    /// <param name="OfAsker">That of whoever asks it.</param>
    private sealed record Pace(double PerSecond, TimeSpan OfHomeserver, TimeSpan OfAsker);

    /// <param name="PerSecond">Messages that were delivered.</param>
    /// <param name="PeakMegabytes">The most memory that was resident meanwhile.</param>
    private sealed record Drain(double PerSecond, double PeakMegabytes);

    /// <summary>What waits in an installation whose portal runs.</summary>
    private sealed class Queue(Installation installation, ServerProcess portal)
    {
        private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

        /// <summary>Queues so many messages at once, and waits until none is left.</summary>
        public async Task<Drain> DrainAsync(int count)
        {
            await installation.QueueAsync(count);
            while (!await installation.HasBegunAsync()) // the portal has not looked
            {
                await Task.Delay(Look, TimeProvider.System);
            }

            var (peak, begun) = (portal.ResidentMegabytes, Stopwatch.GetTimestamp());
            while (await installation.IsWaitingAsync())
            {
                await Task.Delay(Look, TimeProvider.System);
                peak = Math.Max(peak, portal.ResidentMegabytes);
            }

            var perSecond = count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
            await installation.RequireDeliveredAsync();
            return new Drain(perSecond, peak);
        }
    }
}
