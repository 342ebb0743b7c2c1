using Portal.Identity.Persistence;
using Xunit;

namespace Portal.Tests.Unit.Support;

/// <summary>A portal for all tests of a class, beside a homeserver that keeps devices.</summary>
public abstract class LegacySite(DatabaseProvider engine) : IAsyncLifetime
{
    private PortalFactory? _site;

    internal PortalFactory Site => _site!;

    internal RefusingHomeserver Homeserver { get; } = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>By the first test: only a test can be skipped where there is no server for its engine.</summary>
    public async ValueTask StartAsync() => _site ??= await PortalFactory.StartAsync(engine: engine, change: Homeserver.AddTo);

    public async ValueTask DisposeAsync()
    {
        if (_site is not null)
        {
            await _site.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    public sealed class OnSqlite() : LegacySite(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : LegacySite(DatabaseProvider.PostgreSql);
}
