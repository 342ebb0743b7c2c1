using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>For supervisors and load balancers (operations contract, sections 6.3 and 17, line 28).</summary>
public sealed class HealthTests
{
    [Theory]
    [InlineData("health")]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    public async Task A_process_that_runs_is_well(string path)
    {
        await using var site = await PortalFactory.StartAsync();

        var answer = await site.Browser().GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, "ok", "text/plain"), (answer.Status, answer.Text, answer.ContentType?.Split(';')[0]));
    }

    [Fact]
    public async Task While_it_stops_it_says_that_it_takes_no_new_work()
    {
        var slow = new Slow("/health/ready");
        await using var site = await PortalFactory.StartAsync(port: 0, change: services => services.AddSingleton<IStartupFilter>(slow));
        var request = site.Browser().GetAsync("health/ready");
        await slow.Arrived;

        site.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        slow.Continue();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await request).Status);
    }

    [Fact]
    public async Task Stopping_waits_for_the_request_that_is_on_its_way_and_writes_down_what_it_did()
    {
        var slow = new Slow("/account/");
        await using var site = await PortalFactory.StartAsync(port: 0, change: services => services.AddSingleton<IStartupFilter>(slow));
        await site.PersonAsync("alice");
        var browser = await site.SignedInAsync("alice");
        site.Clock.Advance(TimeSpan.FromSeconds(30));
        var lifetime = site.Services.GetRequiredService<IHostApplicationLifetime>();
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lifetime.ApplicationStopped.Register(stopped.SetResult);

        var request = browser.GetAsync("account/");
        await slow.Arrived;
        lifetime.StopApplication();
        var wasStopped = stopped.Task.IsCompleted;
        slow.Continue();
        var answer = await request;
        await stopped.Task;

        Assert.False(wasStopped);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        using var database = site.OpenDatabase();
        Assert.Equal(ManualClock.Start.AddSeconds(30), await database.BrowserSessions.Select(session => session.LastActiveAt).SingleAsync());
    }

    /// <summary>Holds the requests of one path until the test lets them go.</summary>
    private sealed class Slow(string path) : IStartupFilter
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Arrived => _arrived.Task;

        public void Continue() => _go.SetResult();

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, following) =>
            {
                if (context.Request.Path == path)
                {
                    _arrived.SetResult();
                    await _go.Task;
                }

                await following(context);
            });
            next(app);
        };
    }
}
