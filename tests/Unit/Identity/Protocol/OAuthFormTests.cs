using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Protocol;

public sealed class OAuthFormTests
{
    [Fact]
    public void A_repeated_parameter_is_an_invalid_request() =>
        Assert.Equal("invalid_request", OAuthForm.Read([new("a", "1"), new("a", "1")]).Error?.Code);

    [Fact]
    public void Names_that_differ_in_case_are_two_parameters() =>
        Assert.True(OAuthForm.Read([new("a", "1"), new("A", "2")]).Succeeded);

    [Fact]
    public void An_empty_value_counts_as_absent() =>
        Assert.Null(OAuthForm.Read([new("a", ""), new("b", null)]).Value!["a"]);

    [Fact]
    public void An_empty_value_still_counts_as_a_repetition() =>
        Assert.False(OAuthForm.Read([new("a", ""), new("a", "1")]).Succeeded);
}
