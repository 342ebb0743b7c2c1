using Portal.Identity.Devices;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Devices;

public sealed class DeviceCodeGrantTests
{
    private readonly DeviceCodeGrant _grant = DeviceCodeGrant.Request(
        A.Client().Id, A.Scope(A.MatrixScope), "the device code", "K7XM2P", A.Requester(), ManualClock.Start);

    // RFC 8628 §3.5: the interval grows by 5 seconds for this and all later requests.
    [Theory]
    [InlineData("0 5 10", "yes yes yes")]
    [InlineData("0 4.9 9.8", "yes no no")]
    [InlineData("0 1 11 21", "yes no yes yes")]
    [InlineData("0 1 10.9 26", "yes no no yes")]
    [InlineData("300 301 302 320", "yes no no yes")]
    public void D22_A_device_that_asks_too_early_must_wait_longer(string secondsAfterStart, string patient) => Assert.Equal(
        patient,
        string.Join(' ', secondsAfterStart.Split(' ').Select(text => _grant.TryPoll(ManualClock.Start.AddSeconds(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture))) ? "yes" : "no")));

    [Theory]
    [InlineData(1199.9, false)]
    [InlineData(1200, true)]
    public void Expires_at_the_end_of_twenty_minutes(double seconds, bool expired) => Assert.Equal(expired, _grant.HasExpired(ManualClock.Start.AddSeconds(seconds)));

    [Fact]
    public void Has_only_the_transitions_of_the_contract()
    {
        var (browser, session) = (A.BrowserSession(A.User()), A.OAuthSession(A.Client(), A.User()));
        Assert.Throws<InvalidOperationException>(() => _grant.Exchange(session, ManualClock.Start));

        _grant.Fulfil(browser, "en", ManualClock.Start);

        Assert.Throws<InvalidOperationException>(() => _grant.Fulfil(browser, "en", ManualClock.Start));
        Assert.Throws<InvalidOperationException>(() => _grant.Reject("en", ManualClock.Start));
        _grant.Exchange(session, ManualClock.Start);
        Assert.Throws<InvalidOperationException>(() => _grant.Exchange(session, ManualClock.Start));
    }
}
