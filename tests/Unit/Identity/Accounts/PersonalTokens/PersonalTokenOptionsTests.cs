using Portal.Identity;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.PersonalTokens;

public sealed class PersonalTokenOptionsTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void A_number_that_makes_no_sense_stops_the_start_by_name(int maximum, bool good)
    {
        var errors = Configured.StartErrors($$"""{ "Account": { "AccessTokens": { "MaxPerAccount": {{maximum}} } } }""", services => services.AddProgramAccess());

        Assert.Equal(good, errors.Length == 0);
        Assert.Equal(!good, errors.Contains($"Portal:Account:AccessTokens:MaxPerAccount is {maximum}", StringComparison.Ordinal));
    }
}
