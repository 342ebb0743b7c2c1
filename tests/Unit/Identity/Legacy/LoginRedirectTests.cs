using Portal.Identity.Legacy;
using Xunit;

namespace Portal.Tests.Unit.Identity.Legacy;

/// <summary>Where a login token may go, and how (compat contract, section 10).</summary>
public sealed class LoginRedirectTests
{
    [Theory]
    [InlineData("https://app.example/", "https://app.example/?loginToken=T")]
    [InlineData("https://app.example/?", "https://app.example/?loginToken=T")]
    [InlineData("https://app.example/?a=b", "https://app.example/?a=b&loginToken=T")]
    [InlineData("https://app.example/?a=b#/c?d=e", "https://app.example/?a=b&loginToken=T#/c?d=e")]
    [InlineData("https://app.example/#/c?d=e", "https://app.example/?loginToken=T#/c?d=e")]
    [InlineData("element://connect", "element://connect?loginToken=T")]
    [InlineData("app:", "app:?loginToken=T")]
    public void Line_28_The_token_is_added_to_the_query_and_all_else_stays(string address, string expected) => Assert.Equal(expected, LoginRedirect.WithToken(address, "T"));

    [Theory]
    [InlineData("https://app.example/")]
    [InlineData("http://localhost:3001//login")]
    [InlineData("http://[::1]:8080/cb")]
    [InlineData("element://connect")]
    [InlineData("im.fluffychat:/login")]
    [InlineData("app:///")]
    [InlineData("moz-extension://c0ffee/index.html")]
    public void Addresses_of_apps_are_taken(string address)
    {
        Assert.True(LoginRedirect.TryParse(address, out var url));
        Assert.Equal(address, url.Href);
    }

    [Theory]
    [InlineData("JAVASCRIPT:alert(1)")]
    [InlineData("javascript\n:alert(1)")]
    [InlineData(" javascript:alert(1)")]
    [InlineData("filesystem:https://app.example/a")]
    [InlineData("https://app.example@evil.example/")]
    [InlineData("https://app.example:99999/")]
    [InlineData("https://app.example/../a")]
    public void A5_A7_Addresses_that_are_none_are_not(string address) => Assert.False(LoginRedirect.TryParse(address, out _));
}
