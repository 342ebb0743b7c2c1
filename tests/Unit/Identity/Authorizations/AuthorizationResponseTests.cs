using Portal.Identity.Authorizations;
using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Authorizations;

public sealed class AuthorizationResponseTests
{
    private const string Iss = "iss=https%3A%2F%2Fauth.example%2F";

    [Theory]
    [InlineData("https://app.example/cb", ResponseMode.Query, $"https://app.example/cb?code=c&state=s&{Iss}#")]
    [InlineData("https://app.example/cb?x=1", ResponseMode.Query, $"https://app.example/cb?x=1&code=c&state=s&{Iss}#")]
    [InlineData("https://app.example/cb?", ResponseMode.Query, $"https://app.example/cb?code=c&state=s&{Iss}#")]
    [InlineData("com.example:callback", ResponseMode.Query, $"com.example:callback?code=c&state=s&{Iss}#")]
    [InlineData("https://app.example/cb?x=1", ResponseMode.Fragment, $"https://app.example/cb?x=1#code=c&state=s&{Iss}")]
    public void Redirects_with_the_code(string uri, ResponseMode mode, string location) =>
        Assert.Equal(location, AuthorizationResponse.Granted(new(uri, mode, "s"), "c", Authorize.Issuer).Location());

    [Fact]
    public void Line_27_form_post_has_fields_and_no_location()
    {
        var response = AuthorizationResponse.Refused(new("https://app.example/cb", ResponseMode.FormPost, "s"), OAuthError.InvalidRequest("Why."), Authorize.Issuer);

        Assert.Equal(
            [new("error", "invalid_request"), new("error_description", "Why."), new("state", "s"), new("iss", Authorize.Issuer)],
            response.Parameters);
        Assert.Throws<InvalidOperationException>(response.Location);
    }

    [Fact]
    public void State_is_absent_when_none_was_sent() => Assert.DoesNotContain(
        "state", AuthorizationResponse.Granted(new("https://app.example/cb", ResponseMode.Query, null), "c", Authorize.Issuer).Location(), StringComparison.Ordinal);

    [Theory]
    [InlineData("a&code=evil#x")]
    [InlineData("\r\nLocation: https://evil.test/")]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("+ %20é💥")]
    public void Whatever_the_state_holds_stays_one_value(string state)
    {
        var location = AuthorizationResponse.Granted(new("https://app.example/cb", ResponseMode.Query, state), "c", Authorize.Issuer).Location();

        Assert.Matches("^[A-Za-z0-9:/?&=%._~#-]+$", location);
        Assert.Equal(["code", "state", "iss"], location[(location.IndexOf('?') + 1)..^1].Split('&').Select(pair => pair.Split('=')[0]));
        Assert.Equal(state, Uri.UnescapeDataString(location.Split("&state=")[1].Split('&')[0]));
    }
}
