using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;

namespace Portal.Identity.Tokens;

/// <summary>Finds a token by its hash: the hottest read of the product, so it is one prepared statement and no more.</summary>
/// <remarks>It always reads the database: an answer from memory could outlive a sign-out.</remarks>
public sealed class TokenLookup(DatabaseAddress address) : IAsyncDisposable
{
    private const string AccessSql =
        """
        SELECT t.id, t.created_at, t.expires_at, t.first_used_at, s.id, s.client_id, s.scope, u.id, u.user_name, c.id_url,
               (t.revoked_at IS NULL AND s.finished_at IS NULL AND u.locked_at IS NULL AND u.deactivated_at IS NULL), s.key_thumbprint
        FROM access_tokens t JOIN oauth_sessions s ON s.id = t.session_id JOIN clients c ON c.id = s.client_id LEFT JOIN users u ON u.id = s.user_id
        WHERE t.hash = @hash
        """;

    private const string RefreshSql =
        """
        SELECT t.id, t.created_at, NULL, NULL, s.id, s.client_id, s.scope, u.id, u.user_name, c.id_url,
               (t.revoked_at IS NULL AND t.consumed_at IS NULL AND s.finished_at IS NULL AND u.locked_at IS NULL AND u.deactivated_at IS NULL), s.key_thumbprint
        FROM refresh_tokens t JOIN oauth_sessions s ON s.id = t.session_id JOIN clients c ON c.id = s.client_id LEFT JOIN users u ON u.id = s.user_id
        WHERE t.hash = @hash
        """;

    private readonly ConcurrentBag<Readers> _idle = [];
    private readonly NpgsqlDataSource? _postgres = address.Provider == DatabaseProvider.PostgreSql ? NpgsqlDataSource.Create(address.ConnectionString) : null;

    /// <summary>What is known of the token; none if nobody ever had it.</summary>
    /// <param name="kind">From <see cref="TokenFormat.Classify"/>.</param>
    public ValueTask<TokenRecord?> FindAsync(TokenKind kind, string token, CancellationToken cancellationToken)
    {
        var hash = TokenFormat.HashOf(token);
        return _postgres is null ? new(FindOnSqlite(kind, hash)) : FindOnPostgresAsync(_postgres, kind, hash, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var readers))
        {
            readers.Dispose();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    private TokenRecord? FindOnSqlite(TokenKind kind, byte[] hash)
    {
        var readers = _idle.TryTake(out var idle) ? idle : new Readers(address.ConnectionString);
        try
        {
            var command = kind == TokenKind.OAuthAccess ? readers.Access : readers.Refresh;
            command.Parameters[0].Value = hash;
            using var reader = command.ExecuteReader();
            return reader.Read() ? Read(reader, kind, SqliteId, SqliteTime) : null;
        }
        finally
        {
            _idle.Add(readers);
        }
    }

    private static async ValueTask<TokenRecord?> FindOnPostgresAsync(NpgsqlDataSource source, TokenKind kind, byte[] hash, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = kind == TokenKind.OAuthAccess ? AccessSql : RefreshSql;
        command.Parameters.Add(new NpgsqlParameter<byte[]>("hash", hash));
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader, kind, PostgresId, PostgresTime) : null;
    }

    private static TokenRecord Read<TReader>(TReader reader, TokenKind kind, Func<TReader, int, Guid> id, Func<TReader, int, DateTimeOffset> time)
        where TReader : DbDataReader => new(
        TokenId: id(reader, 0),
        Kind: kind,
        CreatedAt: time(reader, 1),
        ExpiresAt: reader.IsDBNull(2) ? null : time(reader, 2),
        FirstUsedAt: reader.IsDBNull(3) ? null : time(reader, 3),
        SessionId: id(reader, 4),
        ClientId: id(reader, 5),
        Scope: reader.GetString(6),
        UserId: reader.IsDBNull(7) ? null : id(reader, 7),
        Username: reader.IsDBNull(8) ? null : reader.GetString(8),
        ClientUrl: reader.IsDBNull(9) ? null : reader.GetString(9),
        IsLive: reader.GetBoolean(10),
        KeyThumbprint: reader.IsDBNull(11) ? null : reader.GetString(11));

    private static Guid SqliteId(SqliteDataReader reader, int column) => new(reader.GetFieldValue<byte[]>(column), bigEndian: true);

    private static DateTimeOffset SqliteTime(SqliteDataReader reader, int column) =>
        DateTimeOffset.UnixEpoch.AddTicks(reader.GetInt64(column) * TimeSpan.TicksPerMicrosecond);

    private static Guid PostgresId(NpgsqlDataReader reader, int column) => reader.GetGuid(column);

    private static DateTimeOffset PostgresTime(NpgsqlDataReader reader, int column) => reader.GetFieldValue<DateTimeOffset>(column);

    /// <summary>One connection with both statements prepared; used by one request at a time.</summary>
    private sealed class Readers : IDisposable
    {
        private readonly SqliteConnection _connection;

        public Readers(string connectionString)
        {
            _connection = new SqliteConnection(connectionString);
            _connection.Open();
            using (var pragmas = _connection.CreateCommand())
            {
                pragmas.CommandText = SqlitePragmas.Sql;
                pragmas.ExecuteNonQuery();
            }

            Access = Prepare(AccessSql);
            Refresh = Prepare(RefreshSql);
        }

        public SqliteCommand Access { get; }

        public SqliteCommand Refresh { get; }

        public void Dispose()
        {
            Access.Dispose();
            Refresh.Dispose();
            _connection.Dispose();
        }

        private SqliteCommand Prepare(string sql)
        {
            var command = _connection.CreateCommand();
            command.CommandText = sql;
            command.Parameters.Add("@hash", SqliteType.Blob);
            command.Prepare();
            return command;
        }
    }
}
