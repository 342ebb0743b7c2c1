using Portal.Identity.Persistence;
using Xunit;

namespace Portal.Tests.Unit.Support;

/// <summary>A portal for all tests of a class, beside a homeserver that keeps devices.</summary>
public abstract class LegacySite(DatabaseProvider engine) : IAsyncLifetime
{
    internal PortalFactory Site { get; private set; } = null!;

    internal RefusingHomeserver Homeserver { get; } = new();

    public async ValueTask InitializeAsync() => Site = await PortalFactory.StartAsync(engine: engine, change: Homeserver.AddTo);

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public sealed class OnSqlite() : LegacySite(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : LegacySite(DatabaseProvider.PostgreSql);
}
