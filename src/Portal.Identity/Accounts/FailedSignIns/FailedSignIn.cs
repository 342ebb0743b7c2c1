namespace Portal.Identity.Accounts.FailedSignIns;

/// <summary>That wrong passwords were given for an account from one place, in one hour: a row, however many there were.</summary>
public sealed class FailedSignIn
{
    /// <summary>What stands for a place that is not known, or for all those that came after <see cref="MostPlaces"/>.</summary>
    public const string Elsewhere = "";

    /// <summary>Most places of an account and an hour that have a row of their own: a stranger with a thousand addresses fills no table.</summary>
    public const int MostPlaces = 20;

    private FailedSignIn()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    /// <summary>From where; <see cref="Elsewhere"/> where no one place is meant.</summary>
    public string IpAddress { get; private init; } = Elsewhere;

    /// <summary>When the hour began.</summary>
    public DateTimeOffset Hour { get; private init; }

    public int Count { get; private set; }

    public DateTimeOffset LastAt { get; private set; }

    public static FailedSignIn First(Guid userId, string ipAddress, DateTimeOffset hour, int count, DateTimeOffset lastAt) => new()
    {
        Id = Guid.CreateVersion7(lastAt),
        UserId = userId,
        IpAddress = ipAddress,
        Hour = hour,
        Count = count,
        LastAt = lastAt,
    };

    /// <summary>The hour in which that time is.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
