using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Portal.Identity.Keys;

/// <summary>Looks once a minute which signing keys there are: another process, or a command, may have made some, and some come of age.</summary>
public sealed partial class SigningKeyWorker(SigningKeyRing keys, TimeProvider clock, ILogger<SigningKeyWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await keys.LoadAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(2303, LogLevel.Error, "Could not look after the signing keys; those that are known go on signing.")]
    private partial void LogFailed(Exception exception);
}
