using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Persistence;

public sealed partial class MigrationTests
{
    private const string SqliteSchema = "SELECT type || ' ' || name || ': ' || coalesce(sql, '') AS \"Value\" FROM sqlite_master WHERE name NOT LIKE '__EFMigrations%' AND tbl_name NOT LIKE '__EFMigrations%'";

    private const string PostgresSchema =
        """
        SELECT 'column ' || table_name || '.' || column_name || ': ' || data_type || ' ' || coalesce(character_maximum_length::text, '') || ' ' || is_nullable || ' ' || coalesce(column_default, '') AS "Value"
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '__EFMigrationsHistory'
        UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '__EFMigrationsHistory'
        UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ': ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> '"__EFMigrationsHistory"'
        """;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task The_model_has_no_change_that_no_migration_makes(DatabaseProvider engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine);
        await using var context = database.Open();

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task The_migrated_schema_is_that_of_the_model(DatabaseProvider engine)
    {
        await using var migrated = await TestDatabase.CreateEmptyAsync(engine);
        await using var created = await TestDatabase.CreateEmptyAsync(engine);
        await using var byMigrations = migrated.Open();
        await using var byModel = created.Open();

        await byMigrations.Database.MigrateAsync();
        await byModel.Database.EnsureCreatedAsync();

        var expected = await SchemaAsync(byModel, engine);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await SchemaAsync(byMigrations, engine));
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Migrating_again_changes_nothing(DatabaseProvider engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var context = database.Open();
        var before = await SchemaAsync(context, engine);

        await context.Database.MigrateAsync();

        Assert.Equal(before, await SchemaAsync(context, engine));
    }

    private static async Task<string[]> SchemaAsync(PortalDbContext database, DatabaseProvider engine) =>
        [.. (await database.Database.SqlQueryRaw<string>(engine == DatabaseProvider.Sqlite ? SqliteSchema : PostgresSchema).ToListAsync()).Select(InOneOrder).Order(StringComparer.Ordinal)];

    // SQLite changes a constraint by making the table anew, with its columns by name, and adds a column at the end: their order is nobody's business.
    private static string InOneOrder(string definition) => definition.StartsWith("table ", StringComparison.Ordinal)
        ? string.Join('\n', Parts().Split(definition).Select(part => part.Trim().TrimEnd(')').Trim()).Order(StringComparer.Ordinal))
        : definition;

    [GeneratedRegex(@",\s+(?=""|CONSTRAINT)|\(\s*\n\s*", RegexOptions.None, 1000)]
    private static partial Regex Parts();
}
