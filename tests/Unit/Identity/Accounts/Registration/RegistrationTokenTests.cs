using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Registration;

/// <summary>Section 8 of the policy contract.</summary>
public sealed class RegistrationTokenTests
{
    private static readonly DateTimeOffset Now = ManualClock.Start;

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)] // the end is not part of it
    public void Is_valid_until_it_expires(int secondsFromEnd, bool valid) =>
        Assert.Equal(valid, AToken.Of(lifetime: TimeSpan.FromDays(7)).IsValid(Now.AddDays(7).AddSeconds(secondsFromEnd)));

    [Fact]
    public void Is_valid_until_it_was_used_as_often_as_it_may()
    {
        var token = AToken.Of(limit: 2);
        token.Use(Now);
        Assert.True(token.IsValid(Now));
        token.Use(Now.AddMinutes(1));

        Assert.False(token.IsValid(Now));
        Assert.Equal((2, Now.AddMinutes(1)), (token.TimesUsed, token.LastUsedAt));
        Assert.Throws<InvalidOperationException>(() => token.Use(Now));
    }

    [Fact]
    public void Without_limits_is_valid_for_ever()
    {
        var token = AToken.Of(limit: null);
        token.Use(Now);

        Assert.True(token.IsValid(Now.AddYears(100)));
    }

    [Fact]
    public void Can_be_revoked_and_that_undone()
    {
        var token = AToken.Of();

        Assert.False(token.TryUnrevoke());
        Assert.True(token.TryRevoke(Now));
        Assert.False(token.TryRevoke(Now.AddDays(1)));
        Assert.Equal((false, Now), (token.IsValid(Now), token.RevokedAt!.Value));
        Assert.True(token.TryUnrevoke());
        Assert.True(token.IsValid(Now));
    }
}
