using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Portal.Bench.Measure;

/// <summary>All figures of one run.</summary>
internal sealed class Report(Settings settings, Seed seed)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Web) { WriteIndented = true };
    private readonly Dictionary<string, List<LoadResult>> _loads = new(StringComparer.Ordinal);

    public required StartFigures FirstStart { get; init; }

    public required IReadOnlyList<StartFigures> Starts { get; init; }

    public required IReadOnlyList<StartFigures> BareStarts { get; init; }

    public required double IdleMegabytes { get; init; }

    public double BareMegabytes { get; set; }

    public required PageWeight SignInPage { get; init; }

    public double LoadedMegabytes { get; set; }

    public void Add(string load, LoadResult result)
    {
        if (!_loads.TryGetValue(load, out var results))
        {
            _loads[load] = results = [];
        }

        results.Add(result);
    }

    /// <summary>Requests per second of one load as a part of another's, round by round; the median of that.</summary>
    public double Ratio(string load, string of) =>
        _loads[load].Zip(_loads[of], (one, other) => one.RequestsPerSecond / other.RequestsPerSecond).Median();

    public string ToTable()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{settings.Users} users, {seed.Stored} sessions; median of {settings.Rounds} rounds of {settings.Seconds} s, {Settings.Connections} connections, {Environment.ProcessorCount} cores shared with wrk");
        text.AppendLine();
        text.AppendLine("| load | requests/s | of bare | p50 ms | p99 ms |");
        text.AppendLine("|---|---:|---:|---:|---:|");
        foreach (var (load, results) in _loads)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {load} | {results.Select(result => result.RequestsPerSecond).Median():0} | {Ratio(load, Loads.Bare):0 %} | {results.Select(result => result.P50 / 1000.0).Median():0.0} | {results.Select(result => result.P99 / 1000.0).Median():0.0} |");
        }

        text.AppendLine();
        text.AppendLine("| figure | reached | to reach |");
        text.AppendLine("|---|---:|---:|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| introspection of bare, log at Warning | {Ratio(Loads.Introspection + Loads.Quiet, Loads.Bare):0 %} | 50 % |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| introspection of bare, default log | {Ratio(Loads.Introspection, Loads.Bare):0 %} | 50 % |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| start to first answer, s | {Starts.Select(start => start.Seconds).Median():0.00} | 1.00 |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| of it processor time, s | {Starts.Select(start => start.CpuSeconds).Median():0.00} | |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| the bare endpoint: start, s; processor time, s; memory, MB | {BareStarts.Select(start => start.Seconds).Median():0.00}; {BareStarts.Select(start => start.CpuSeconds).Median():0.00}; {BareMegabytes:0} | |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| the same, with an empty data folder, s | {FirstStart.Seconds:0.00} | |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| resident memory idle, MB | {IdleMegabytes:0} | 150 |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| resident memory after the loads, MB | {LoadedMegabytes:0} | |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| sign-in page, KB compressed | {SignInPage.Bytes / 1024.0:0.0} | 30 |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| sign-in page, requests | {SignInPage.Requests} | 6 |");
        return text.ToString();
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            settings.Users,
            Sessions = seed.Stored,
            settings.Rounds,
            settings.Seconds,
            Settings.Connections,
            Cores = Environment.ProcessorCount,
            Runtime = Environment.Version.ToString(),
            Starts,
            FirstStart,
            BareStarts,
            IdleMegabytes,
            LoadedMegabytes,
            BareMegabytes,
            SignInPage,
            Loads = _loads,
            OfBare = _loads.Keys.ToDictionary(load => load, load => Ratio(load, Loads.Bare), StringComparer.Ordinal),
        },
        Indented);
}
