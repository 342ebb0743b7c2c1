using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Portal.Identity.Outbox;

/// <summary>What an operator watches of the outbox: how much waits, for how long, and what becomes of it.</summary>
public sealed class OutboxMetrics
{
    public const string MeterName = "Portal.Outbox";

    private readonly ConcurrentDictionary<OutboxLane, OutboxDepth> _depths = new();
    private readonly Counter<long> _deliveries;
    private readonly Histogram<double> _durations;

    public OutboxMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _deliveries = meter.CreateCounter<long>("portal.outbox.deliveries", "{message}", "Tries, by kind and outcome: delivered, failed, given_up, undeliverable or stopped.");
        _durations = meter.CreateHistogram<double>("portal.outbox.delivery.duration", "s", "How long a try took, by kind.");
        meter.CreateObservableGauge("portal.outbox.waiting", () => Observe(depth => depth.Waiting), "{message}", "Messages that are to be delivered, by lane.");
        meter.CreateObservableGauge("portal.outbox.given_up", () => Observe(depth => depth.GivenUp), "{message}", "Messages that somebody must look at, by lane.");
        meter.CreateObservableGauge("portal.outbox.age", () => Observe(depth => depth.Age.TotalSeconds), "s", "For how long the oldest message has waited, by lane.");
    }

    internal void Tried(string kind, string outcome, TimeSpan duration)
    {
        _deliveries.Add(1, new("kind", kind), new("outcome", outcome));
        _durations.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("kind", kind));
    }

    internal void Measured(OutboxLane lane, OutboxDepth depth) => _depths[lane] = depth;

    private IEnumerable<Measurement<T>> Observe<T>(Func<OutboxDepth, T> read)
        where T : struct =>
        _depths.Select(lane => new Measurement<T>(read(lane.Value), new KeyValuePair<string, object?>("lane", NameOf(lane.Key))));

    private static string NameOf(OutboxLane lane) => lane switch
    {
        OutboxLane.Awaited => "awaited",
        OutboxLane.Strangers => "strangers",
        OutboxLane.Homeserver => "homeserver",
        _ => "own",
    };
}
