using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Portal.Identity.Persistence;

/// <summary>The model on SQLite: ids as 16 big-endian bytes and times as microseconds since 1970, so that both sort.</summary>
public sealed class SqlitePortalDbContext(DbContextOptions<SqlitePortalDbContext> options) : PortalDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Guid>().HaveConversion<GuidToBytes>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<TimeToMicroseconds>();
    }

    internal sealed class GuidToBytes() : ValueConverter<Guid, byte[]>(
        id => id.ToByteArray(true),
        bytes => new Guid(bytes, true));

    internal sealed class TimeToMicroseconds() : ValueConverter<DateTimeOffset, long>(
        time => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
        microseconds => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond));
}
