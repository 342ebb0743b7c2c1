using System.Collections.Concurrent;

namespace Portal.Tests.Unit.Mail;

/// <summary>A clock that stands still; its timers go off when the test says so.</summary>
internal sealed class StoppedClock : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 3, 4, 9, 44, 5, TimeSpan.FromHours(1));

    private readonly ConcurrentDictionary<Alarm, TimeSpan> _alarms = new();

    /// <summary>The time until each running timer goes off.</summary>
    public ICollection<TimeSpan> Timers => _alarms.Values;

    public override DateTimeOffset GetUtcNow() => Start;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        _alarms[alarm] = dueTime;
        return alarm;
    }

    /// <summary>Lets every running timer go off.</summary>
    public void FireTimers()
    {
        foreach (var alarm in _alarms.Keys)
        {
            alarm.Fire();
        }
    }

    private sealed class Alarm(StoppedClock clock, TimerCallback callback, object? state) : ITimer
    {
        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock._alarms[this] = dueTime;
            return true;
        }

        public void Dispose() => clock._alarms.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
