using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Portal.Identity.Sessions;

/// <summary>Looks every 15 minutes for sessions that nobody uses any more, if they are to end.</summary>
public sealed class InactivityWorker(InactivityExpiry expiry, IOptions<InactivityExpiryOptions> options, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Ttl is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await expiry.ApplyAsync(stoppingToken);
        }
    }
}
