using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Passwords;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Passwords;

public sealed class LocalPasswordOptionsTests
{
    [Fact]
    public void Has_the_defaults_of_the_contract()
    {
        using var services = Configured.Services("{}", services => services.AddPasswords());

        var options = services.GetRequiredService<IOptions<LocalPasswordOptions>>().Value;

        Assert.Equal(3, options.MinimumComplexity);
        Assert.Equal(Math.Max(1, Environment.ProcessorCount), options.MaxParallel);
        Assert.Equal(64, options.MaxWaiting);
    }

    [Theory]
    [InlineData("MinimumComplexity", -1)]
    [InlineData("MinimumComplexity", 5)]
    [InlineData("MaxParallel", 0)]
    [InlineData("MaxParallel", 1025)]
    [InlineData("MaxWaiting", -1)]
    [InlineData("MaxWaiting", 100_001)]
    public void A_value_out_of_range_stops_the_start_with_key_value_and_remedy(string key, int value)
    {
        var errors = Configured.StartErrors($$"""{ "Passwords": { "{{key}}": {{value}} } }""", services => services.AddPasswords());

        Assert.StartsWith($"Portal:Passwords:{key} is {value}; set it to ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MinimumComplexity", 0)]
    [InlineData("MinimumComplexity", 4)]
    [InlineData("MaxParallel", 1)]
    [InlineData("MaxWaiting", 0)]
    public void The_ends_of_a_range_are_in_it(string key, int value) =>
        Assert.Equal("", Configured.StartErrors($$"""{ "Passwords": { "{{key}}": {{value}} } }""", services => services.AddPasswords()));
}
