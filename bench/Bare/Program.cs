using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

// The yardstick: what a request costs when Kestrel does nothing but one prepared, indexed SQLite read.
// Arguments: the database file; the address comes from ASPNETCORE_URLS.
var connectionString = $"Data Source={args[0]};Mode=ReadOnly";
var idle = new ConcurrentBag<SqliteCommand>();

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();
app.MapGet("/read/{key}", (RequestDelegate)(context =>
{
    var command = idle.TryTake(out var known) ? known : Prepare();
    string? answer;
    try
    {
        command.Parameters[0].Value = Convert.FromHexString((string)context.Request.RouteValues["key"]!);
        answer = (string?)command.ExecuteScalar();
    }
    finally
    {
        idle.Add(command);
    }

    context.Response.StatusCode = answer is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
    return context.Response.WriteAsync(answer ?? "", context.RequestAborted);
}));
await app.RunAsync();

SqliteCommand Prepare()
{
    var connection = new SqliteConnection(connectionString);
    connection.Open();
    var command = connection.CreateCommand();
    command.CommandText = "SELECT answer FROM entries WHERE hash = @hash";
    command.Parameters.Add("@hash", SqliteType.Blob);
    command.Prepare();
    return command;
}
