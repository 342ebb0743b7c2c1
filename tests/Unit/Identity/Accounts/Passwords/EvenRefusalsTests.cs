using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Passwords;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Passwords;

public sealed class EvenRefusalsTests
{
    private static readonly TimeSpan Slot = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(0, 500)]
    [InlineData(40, 500)]
    [InlineData(499, 500)]
    [InlineData(500, 1000)] // work that filled the slot waits for the next one
    [InlineData(700, 1000)]
    [InlineData(1000, 1500)]
    public async Task A45_However_long_the_work_took_the_answer_leaves_at_the_end_of_a_slot(int worked, int answered)
    {
        var refusals = Refusals(Slot);
        var began = refusals.Begin();
        _clock.Advance(TimeSpan.FromMilliseconds(worked));

        var answer = refusals.WaitAsync(began, CancellationToken.None);
        _clock.Advance(TimeSpan.FromMilliseconds(answered - worked) - Moment);
        Assert.False(answer.IsCompleted);
        _clock.Advance(Moment);
        await answer;
    }

    [Fact]
    public async Task Without_a_slot_nobody_waits()
    {
        var refusals = Refusals(TimeSpan.Zero);

        await refusals.WaitAsync(refusals.Begin(), CancellationToken.None);

        Assert.Equal(0, _clock.RunningTimers);
    }

    [Fact]
    public async Task Who_goes_away_ends_the_wait()
    {
        var refusals = Refusals(Slot);
        using var gone = new CancellationTokenSource();
        var answer = refusals.WaitAsync(refusals.Begin(), gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.Equal(0, _clock.RunningTimers);
    }

    private EvenRefusals Refusals(TimeSpan slot) => new(Options.Create(new LocalPasswordOptions { RefusalTime = slot }), _clock, NullLogger<EvenRefusals>.Instance);
}
