using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Portal.Identity.Persistence;

/// <summary>A statement that SQLite compiled once, and the row that it is at: ids are 16 big-endian bytes, times microseconds since 1970, as <see cref="SqlitePortalDbContext"/> writes them.</summary>
/// <remarks>Used by one at a time. It speaks to SQLite itself: the commands of the provider look up every parameter by its name, each time, which costs more than most of these statements.</remarks>
internal sealed class SqliteStatement : StoredRow, IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _places; // of each parameter; 0 for one that this statement does not use

    /// <param name="parameters">How many there are: <c>@p0</c>, <c>@p1</c> and so on.</param>
    /// <exception cref="SqliteException">SQLite does not understand it.</exception>
    public SqliteStatement(sqlite3 connection, string sql, int parameters)
    {
        _connection = connection;
        Require(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        _places = [.. Enumerable.Range(0, parameters).Select(number => raw.sqlite3_bind_parameter_index(_statement, "@" + PreparedPool.NameOf(number)))];
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>How many rows it wrote; meaningless for a statement that writes none.</returns>
    /// <exception cref="SqliteException">It failed, and wrote nothing.</exception>
    public int Run(ReadOnlySpan<object?> parameters)
    {
        Bind(parameters);
        try
        {
            while (Step())
            {
            }

            return raw.sqlite3_changes(_connection);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Begins; the first <see cref="Step"/> leads to the first row.</summary>
    public void Bind(ReadOnlySpan<object?> parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (_places[i] > 0)
            {
                Require(Bind(_places[i], parameters[i]));
            }
        }
    }

    /// <summary>Whether there is another row.</summary>
    /// <exception cref="SqliteException">The statement failed.</exception>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            Require(code);
        }

        return code == raw.SQLITE_ROW;
    }

    /// <summary>Ends; until then a reader keeps what it reads from being overwritten.</summary>
    public void Reset() => raw.sqlite3_reset(_statement); // repeats the error of the last step, if there was one

    public void Dispose() => _statement.Dispose();

    public override bool Has(int column) => raw.sqlite3_column_type(_statement, column) != raw.SQLITE_NULL;

    public override Guid Id(int column) => new(raw.sqlite3_column_blob(_statement, column), bigEndian: true);

    public override DateTimeOffset Time(int column) => DateTimeOffset.UnixEpoch.AddTicks(raw.sqlite3_column_int64(_statement, column) * TimeSpan.TicksPerMicrosecond);

    public override string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public override string[] Texts(int column) => JsonSerializer.Deserialize<string[]>(Text(column))!;

    public override bool Flag(int column) => raw.sqlite3_column_int(_statement, column) != 0;

    public override int Integer(int column) => raw.sqlite3_column_int(_statement, column);

    public override double Number(int column) => raw.sqlite3_column_double(_statement, column);

    private int Bind(int place, object? value)
    {
        Span<byte> bytes = stackalloc byte[16];
        return value switch
        {
            null => raw.sqlite3_bind_null(_statement, place),
            Guid id => id.TryWriteBytes(bytes, bigEndian: true, out _) ? raw.sqlite3_bind_blob(_statement, place, bytes) : throw new InvalidOperationException("An id is 16 bytes."),
            byte[] blob => raw.sqlite3_bind_blob(_statement, place, blob),
            string text => raw.sqlite3_bind_text(_statement, place, text),
            DateTimeOffset time => raw.sqlite3_bind_int64(_statement, place, (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond),
            double number => raw.sqlite3_bind_double(_statement, place, number),
            _ => throw new ArgumentException($"Nothing that is stored is a {value.GetType().Name}.", nameof(value)),
        };
    }

    private void Require(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new SqliteException($"SQLite Error {code}: '{raw.sqlite3_errmsg(_connection).utf8_to_string()}'.", code & 0xFF, raw.sqlite3_extended_errcode(_connection));
        }
    }
}
