using Microsoft.Extensions.Hosting;

namespace Portal.Identity.Retention;

/// <summary>Applies retention a minute after the start, then every hour.</summary>
public sealed class RetentionWorker(DataRetention retention, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(AfterStart, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            timer.Period = Interval;
            await retention.ApplyAsync(stoppingToken);
        }
    }
}
