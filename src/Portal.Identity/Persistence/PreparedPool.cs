using Npgsql;

namespace Portal.Identity.Persistence;

/// <summary>The connections of <see cref="PreparedReads"/> and <see cref="PreparedWrites"/> where the server is PostgreSQL.</summary>
public sealed class PreparedPool(DatabaseAddress address) : IAsyncDisposable
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 12).Select(number => $"p{number}")];

    /// <summary>None on SQLite.</summary>
    internal NpgsqlDataSource? Postgres { get; } = address.OpenPostgresPool();

    /// <summary>The name of a statement's parameter, without its sign.</summary>
    internal static string NameOf(int parameter) => parameter < Names.Length ? Names[parameter] : throw new ArgumentOutOfRangeException(nameof(parameter), parameter, "No statement has so many parameters.");

    public ValueTask DisposeAsync() => Postgres?.DisposeAsync() ?? ValueTask.CompletedTask;
}
