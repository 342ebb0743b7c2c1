using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Outbox;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Outbox;

/// <summary>What an operator watches.</summary>
public abstract class OutboxMetricsTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly FakeHandler _handler = new();

    protected override void Change(IServiceCollection services) => services.AddSingleton<IOutboxHandler>(_handler);

    [Fact]
    public async Task Outcomes_are_counted_by_kind()
    {
        using var seen = new Measurements(Host.Services.GetRequiredService<IMeterFactory>());
        _ = Host.Services.GetRequiredService<OutboxDelivery>(); // makes the instruments
        await ArrangeAsync();
        _handler.Deliver = (_, _) => throw new IOException();
        await Host.DeliverAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        _handler.Deliver = (_, _) => Task.CompletedTask;
        await Host.DeliverAsync();
        await ArrangeAsync();
        _handler.Deliver = (_, _) => throw new UndeliverableException("never");
        await Host.DeliverAsync();

        Assert.Equal(["test delivered 1", "test failed 1", "test undeliverable 1"], seen.Of("portal.outbox.deliveries"));
    }

    [Fact]
    public async Task Depth_and_age_are_measured_by_lane()
    {
        using var seen = new Measurements(Host.Services.GetRequiredService<IMeterFactory>());
        await ArrangeAsync();
        Clock.Advance(TimeSpan.FromSeconds(90));
        await ArrangeAsync();
        await Host.ArrangeAsync(OutboxMessage.Create("test", "{}", Clock.GetUtcNow(), Clock.GetUtcNow() + TimeSpan.FromDays(7))); // waits for its day: nothing is late

        await ActivatorUtilities.CreateInstance<OutboxMeter>(Host.Services).MeasureAsync(CancellationToken.None);
        seen.Collect();

        Assert.Equal(["awaited 0", "homeserver 0", "own 3", "strangers 0"], seen.Of("portal.outbox.waiting"));
        Assert.Equal(["awaited 0", "homeserver 0", "own 0", "strangers 0"], seen.Of("portal.outbox.given_up"));
        Assert.Equal(["awaited 0", "homeserver 0", "own 90", "strangers 0"], seen.Of("portal.outbox.age"));
    }

    private Task ArrangeAsync() => Host.ArrangeAsync(OutboxMessage.Create("test", "{}", Clock.GetUtcNow()));

    /// <summary>What the meters of one process say; those of other tests have factories of their own.</summary>
    private sealed class Measurements : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Instrument, string Text)> _seen = new();

        public Measurements(IMeterFactory factory)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == OutboxMetrics.MeterName && instrument.Meter.Scope == factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
            _listener.Start();
        }

        public void Collect() => _listener.RecordObservableInstruments();

        public IEnumerable<string> Of(string instrument) => _seen.Where(seen => seen.Instrument == instrument).Select(seen => seen.Text).Order(StringComparer.Ordinal);

        public void Dispose() => _listener.Dispose();

        private void Keep<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
            where T : struct =>
            _seen.Enqueue((instrument.Name, string.Join(' ', tags.ToArray().Select(tag => tag.Value)) + " " + value));
    }

    public sealed class OnSqlite() : OutboxMetricsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : OutboxMetricsTests(DatabaseProvider.PostgreSql);
}
