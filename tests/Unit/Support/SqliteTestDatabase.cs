using Microsoft.Data.Sqlite;
using Portal.Identity.Persistence;

namespace Portal.Tests.Unit.Support;

/// <summary>A file in a folder of its own.</summary>
internal sealed class SqliteTestDatabase : TestDatabase
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-test-");

    private SqliteTestDatabase() => Address = new(DatabaseProvider.Sqlite, $"Data Source={File}");

    public override DatabaseAddress Address { get; }

    private string File => Path.Combine(_folder.FullName, "portal.db");

    public static SqliteTestDatabase Empty() => new();

    public static SqliteTestDatabase CopyOf(SqliteTestDatabase template)
    {
        var copy = new SqliteTestDatabase();
        System.IO.File.Copy(template.File, copy.File);
        return copy;
    }

    public override ValueTask DisposeAsync()
    {
        CloseConnections();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private protected override void CloseConnections()
    {
        using var connection = new SqliteConnection(Address.ConnectionString);
        SqliteConnection.ClearPool(connection);
    }
}
