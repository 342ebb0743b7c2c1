using System.Text;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.SecondFactor;

public sealed class TimeCodeTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890"); // RFC 6238, appendix B

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Rfc_6238_appendix_B(long seconds, string code)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);

        Assert.Equal(code, TimeCode.Of(Key, TimeCode.StepAt(at)));
        Assert.Equal(TimeCode.StepAt(at), TimeCode.FindStep(Key, code, at, last: 0));
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Counts_one_step_to_either_side(int steps, bool counts)
    {
        var step = TimeCode.StepAt(ManualClock.Start) + steps;

        Assert.Equal(counts ? step : null, TimeCode.FindStep(Key, TimeCode.Of(Key, step), ManualClock.Start, last: 0));
    }

    [Fact]
    public void A_step_that_was_used_and_those_before_it_count_no_more()
    {
        var now = TimeCode.StepAt(ManualClock.Start);

        Assert.Null(TimeCode.FindStep(Key, TimeCode.Of(Key, now), ManualClock.Start, last: now));
        Assert.Null(TimeCode.FindStep(Key, TimeCode.Of(Key, now - 1), ManualClock.Start, last: now));
        Assert.Equal(now + 1, TimeCode.FindStep(Key, TimeCode.Of(Key, now + 1), ManualClock.Start, last: now));
    }

    [Theory]
    [InlineData("287 082")]
    [InlineData(" 287082 ")]
    [InlineData("287\u00a0082")]
    public void Spaces_that_apps_show_do_no_harm(string typed) => Assert.NotNull(TimeCode.FindStep(Key, typed, DateTimeOffset.FromUnixTimeSeconds(59), last: 0));

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870822")]
    [InlineData("-87082")]
    [InlineData("+87082")]
    [InlineData("28708２")] // a digit, but not one of ours
    [InlineData("٢٨٧٠٨٢")]
    [InlineData("287082\0")]
    public void Anything_else_is_no_code(string typed) => Assert.Null(TimeCode.FindStep(Key, typed, DateTimeOffset.FromUnixTimeSeconds(59), last: 0));

    [Fact]
    public void A_text_without_end_costs_nothing() => Assert.Null(TimeCode.FindStep(Key, new string('1', 10_000_000), ManualClock.Start, last: 0));
}
