using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Persistence;

namespace Portal.Tests.Unit.Support;

/// <summary>Counts the updates that a host sends to its database.</summary>
internal sealed class CommandCounter : DbCommandInterceptor
{
    private int _updates;

    public int Updates => _updates;

    public void AddTo(IServiceCollection services)
    {
        services.ConfigureDbContext<SqlitePortalDbContext>(options => options.AddInterceptors(this));
        services.ConfigureDbContext<PostgresPortalDbContext>(options => options.AddInterceptors(this));
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (command.CommandText.StartsWith("UPDATE", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _updates);
        }

        return ValueTask.FromResult(result);
    }
}
