using Portal.Identity.Dpop;
using Portal.Identity.Keys;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Dpop;

/// <summary>RFC 9449 §8.</summary>
public sealed class DpopNonceTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Every_process_of_an_installation_gives_the_same_and_another_installation_another()
    {
        Assert.Equal(Nonces(A.Protector()).Current, Nonces(A.Protector()).Current);
        Assert.False(Nonces(A.Protector()).IsFresh(Nonces(new SecretProtector(new byte[32])).Current));
    }

    [Fact]
    public void A_nonce_works_for_one_step_at_least_and_for_two_at_most()
    {
        var nonces = Nonces(A.Protector());
        var nonce = nonces.Current; // the clock stands at the beginning of a step

        _clock.Advance(DpopNonces.Step - TimeSpan.FromTicks(1));
        Assert.Equal(nonce, nonces.Current);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.NotEqual(nonce, nonces.Current);
        Assert.True(nonces.IsFresh(nonce));
        _clock.Advance(DpopNonces.Step - TimeSpan.FromTicks(1));
        Assert.True(nonces.IsFresh(nonce));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(nonces.IsFresh(nonce));
    }

    [Fact]
    public void A_machine_whose_clock_is_behind_takes_the_nonce_of_one_that_is_ahead()
    {
        var nonces = Nonces(A.Protector());
        _clock.Advance(DpopNonces.Step);
        var ahead = nonces.Current;
        _clock.Jump(-DpopNonces.Step);

        Assert.True(nonces.IsFresh(ahead));
        _clock.Jump(-DpopNonces.Step);
        Assert.False(nonces.IsFresh(ahead));
    }

    [Fact]
    public void A_nonce_of_the_encryption_key_before_still_works()
    {
        byte[] before = new byte[32], after = [.. Enumerable.Repeat((byte)7, 32)];

        Assert.True(Nonces(new SecretProtector(after, before)).IsFresh(Nonces(new SecretProtector(before)).Current));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("ẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞ")]
    public void Anything_else_is_none(string nonce) => Assert.False(Nonces(A.Protector()).IsFresh(nonce));

    private DpopNonces Nonces(SecretProtector protector) => new(protector, _clock);
}
