using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Portal.Bench.Measure;

/// <summary>The figures of several servers under the same loads, beside each other.</summary>
internal sealed class LoadTable(Settings settings)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Web) { WriteIndented = true };
    private readonly List<(string Load, Target Target, LoadResult Result)> _results = [];

    public void Add(string load, Target target, LoadResult result) => _results.Add((load, target, result));

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"median of {settings.Rounds} rounds of {settings.Seconds} s, {Settings.Connections} connections, {Environment.ProcessorCount} cores shared with wrk");
        text.AppendLine();
        text.AppendLine("| load | server | requests/s | of | p50 ms | p99 ms |");
        text.AppendLine("|---|---|---:|---|---:|---:|");
        foreach (var group in _results.GroupBy(entry => (entry.Load, entry.Target.Name)))
        {
            var (target, results) = (group.First().Target, group.Select(entry => entry.Result).ToList());
            var of = target.Of == target.Name ? "" : string.Create(CultureInfo.InvariantCulture, $"{Ratio(group.Key.Load, target.Name, target.Of):0 %} of {target.Of}");
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {group.Key.Load} | {target.Name} | {results.Select(result => result.RequestsPerSecond).Median():0} | {of} | {results.Select(result => result.P50 / 1000.0).Median():0.0} | {results.Select(result => result.P99 / 1000.0).Median():0.0} |");
        }

        return text.ToString();
    }

    public string ToJson() => JsonSerializer.Serialize(
        new { settings.Plan, settings.Users, settings.Grown, settings.Sessions, settings.Rounds, settings.Seconds, Results = _results.Select(entry => new { entry.Load, Server = entry.Target.Name, entry.Result }) },
        Indented);

    // Round by round, since what else the machine does hits all of them alike; the median of that.
    private double Ratio(string load, string server, string of) =>
        RatesOf(load, server).Zip(RatesOf(load, of), (one, other) => one / other).Median();

    private IEnumerable<double> RatesOf(string load, string server) =>
        _results.Where(entry => entry.Load == load && entry.Target.Name == server).Select(entry => entry.Result.RequestsPerSecond);
}
