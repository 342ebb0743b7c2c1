using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Passwords;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Passwords;

public sealed class PasswordGateTests
{
    [Fact]
    public async Task Serves_the_waiting_in_the_order_of_their_coming()
    {
        using var gate = Gate(parallel: 1, waiting: 10);
        using var release = new ManualResetEventSlim();
        var served = new List<int>();
        var first = gate.RunAsync(() => { release.Wait(); return 0; }, CancellationToken.None).AsTask();
        var others = Enumerable.Range(1, 10)
            .Select(i => gate.RunAsync(() => { served.Add(i); return i; }, CancellationToken.None).AsTask())
            .ToList();

        release.Set();
        await Task.WhenAll([first, .. others]);

        Assert.Equal(Enumerable.Range(1, 10), served);
    }

    [Fact]
    public async Task Who_cancels_leaves_the_queue_and_makes_room()
    {
        using var gate = Gate(parallel: 1, waiting: 1);
        using var release = new ManualResetEventSlim();
        using var leaving = new CancellationTokenSource();
        var wasRun = false;
        var first = gate.RunAsync(() => { release.Wait(); return 0; }, CancellationToken.None).AsTask();
        var left = gate.RunAsync(() => wasRun = true, leaving.Token).AsTask();
        await Assert.ThrowsAsync<PasswordGateBusyException>(() => gate.RunAsync(() => 0, CancellationToken.None).AsTask());

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        var next = gate.RunAsync(() => 7, CancellationToken.None).AsTask();
        release.Set();

        Assert.Equal(7, await next);
        Assert.False(wasRun);
        await first;
    }

    [Fact]
    public async Task Gives_the_turn_back_when_the_work_throws()
    {
        using var gate = Gate(parallel: 1, waiting: 0);

        await Assert.ThrowsAsync<PasswordHashException>(() =>
            gate.RunAsync<int>(() => throw new PasswordHashException("corrupt"), CancellationToken.None).AsTask());

        Assert.Equal(1, await gate.RunAsync(() => 1, CancellationToken.None));
    }

    [Fact]
    public async Task Works_away_from_the_thread_of_the_request()
    {
        using var gate = Gate(parallel: 1, waiting: 0);
        using var release = new ManualResetEventSlim();

        // If the work ran here, this line would not be left.
        var working = gate.RunAsync(() => { release.Wait(); return 1; }, CancellationToken.None).AsTask();
        release.Set();

        Assert.Equal(1, await working);
    }

    internal static PasswordGate Gate(int parallel, int waiting) =>
        new(Options.Create(new LocalPasswordOptions { MaxParallel = parallel, MaxWaiting = waiting }));
}
