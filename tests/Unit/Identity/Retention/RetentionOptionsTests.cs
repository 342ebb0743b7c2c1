using Microsoft.Extensions.DependencyInjection;
using Portal.Identity;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Retention;

public sealed class RetentionOptionsTests
{
    [Theory]
    [InlineData("AuthorizationGrants", "00:59:59")]
    [InlineData("EndedTokens", "-1.00:00:00")]
    [InlineData("SecurityEvents", "36501.00:00:00")]
    public void A_time_that_is_too_short_or_too_long_stops_the_start_by_name(string key, string value)
    {
        var errors = Configured.StartErrors($$"""{ "Retention": { "{{key}}": "{{value}}" } }""", Add);

        Assert.Contains($"Portal:Retention:{key} is {value}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_good() => Assert.Empty(Configured.StartErrors("{}", Add));

    private static void Add(IServiceCollection services) => services.AddRetention();
}
