using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Identity.Persistence;

namespace Portal.Identity.Sessions;

/// <summary>Tells the other processes on one PostgreSQL about changed sessions, and this one about theirs (LISTEN and NOTIFY).</summary>
/// <remarks>Only what is looked at depends on it: whether a session is good is asked of the database each time.</remarks>
public sealed partial class SessionChangeRelay(DatabaseAddress address, SessionChanges changes, TimeProvider clock, ILogger<SessionChangeRelay> logger) : BackgroundService
{
    private const int KeepAliveSeconds = 30;
    private const string ChannelName = "portal_session_changes";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // Its own changes come back to a process too; it has delivered them already.
    private readonly string _self = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
    private readonly Channel<Guid> _outgoing = Channel.CreateBounded<Guid>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (address.Provider != DatabaseProvider.PostgreSql)
        {
            return;
        }

        void Enqueue(Guid userId) => _outgoing.Writer.TryWrite(userId);
        changes.Published += Enqueue;
        try
        {
            await Task.WhenAll(KeepAsync(ListenAsync, stoppingToken), KeepAsync(TellAsync, stoppingToken));
        }
        finally
        {
            changes.Published -= Enqueue;
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        connection.Notification += (_, notification) => Receive(notification.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {ChannelName}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        changes.DeliverAll(); // what was missed while nobody listened
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        while (await _outgoing.Reader.WaitToReadAsync(cancellationToken) && _outgoing.Reader.TryPeek(out var userId))
        {
            await using var notify = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection)
            {
                Parameters = { new() { Value = ChannelName }, new() { Value = $"{_self}:{userId:N}" } },
            };
            await notify.ExecuteNonQueryAsync(cancellationToken);
            _outgoing.Reader.TryRead(out _); // only now: a failure tells it again
        }
    }

    private void Receive(string payload)
    {
        if (payload.Split(':') is [var sender, var user] && sender != _self && Guid.TryParseExact(user, "N", out var userId))
        {
            changes.Deliver(userId);
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        // Without a sign of life now and then, a connection that broke silently would be listened to for ever.
        var settings = new NpgsqlConnectionStringBuilder(address.ConnectionString) { KeepAlive = KeepAliveSeconds };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task KeepAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await work(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogLost(exception);
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(2102, LogLevel.Warning, "Lost touch with the other processes; open pages learn of their changes later.")]
    private partial void LogLost(Exception exception);
}
