namespace Portal.Tests.Unit.Support;

/// <summary>A clock that moves when the test says so; its timers go off on the way, each at its own time.</summary>
/// <remarks>One that repeats skips some of its times when the clock is moved far: a year has two million quarters of a minute.</remarks>
internal sealed class ManualClock : TimeProvider
{
    private const int Repeats = 100;

    public static readonly DateTimeOffset Start = new(2026, 3, 4, 9, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<Alarm> _alarms = [];
    private DateTimeOffset _now = Start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers wait to go off.</summary>
    public int RunningTimers
    {
        get
        {
            lock (_lock)
            {
                return _alarms.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>Moves on, and lets every timer that is due go off before it returns.</summary>
    public void Advance(TimeSpan time)
    {
        var end = GetUtcNow() + time;
        while (TakeNext(end) is { } alarm)
        {
            alarm.Fire();
        }
    }

    /// <summary>Sets the clock, forwards or back, as an operator might; no timer goes off.</summary>
    public void Jump(TimeSpan time)
    {
        lock (_lock)
        {
            _now += time;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    private Alarm? TakeNext(DateTimeOffset end)
    {
        lock (_lock)
        {
            var next = _alarms.Where(alarm => alarm.DueAt <= end).MinBy(alarm => alarm.DueAt);
            _now = next?.DueAt > _now ? next.DueAt : next is null ? end : _now;
            next?.Rearm(end);
            return next;
        }
    }

    private void Set(Alarm alarm, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            _alarms.Remove(alarm);
            alarm.Period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                alarm.DueAt = _now + dueTime;
                _alarms.Add(alarm);
            }
        }
    }

    private sealed class Alarm(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset DueAt { get; set; }

        public TimeSpan Period { get; set; }

        public void Fire() => callback(state);

        /// <param name="end">Until when the clock is being moved.</param>
        public void Rearm(DateTimeOffset end)
        {
            if (Period > TimeSpan.Zero)
            {
                DueAt += Period * Math.Max(1, (end - DueAt).Ticks / Period.Ticks / Repeats);
            }
            else
            {
                clock._alarms.Remove(this);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Set(this, dueTime, period);
            return true;
        }

        public void Dispose() => clock.Set(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
