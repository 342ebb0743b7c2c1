using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Identity.Policy;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Policy;

public sealed class RateLimitTests
{
    public static TheoryData<string, int, double> Defaults => new()
    {
        { "Login:PerIp", 3, 3 / 60.0 },
        { "Login:PerAccount", 1800, 1800 / 3600.0 },
        { "Registration", 3, 3 / 3600.0 },
        { "RegistrationToken", 10, 10 / 60.0 },
        { "AccountRecovery:PerIp", 3, 3 / 3600.0 },
        { "AccountRecovery:PerAddress", 3, 1 / 3600.0 },
        { "EmailAuthentication:PerIp", 5, 1 / 60.0 },
        { "EmailAuthentication:PerAddress", 3, 1 / 3600.0 },
        { "EmailAuthentication:EmailsPerSession", 2, 1 / 300.0 },
        { "EmailAuthentication:AttemptPerSession", 10, 1 / 60.0 },
        { "ClientRegistration", 60, 10 / 60.0 },
        { "ClientAuthentication", 20, 20 / 60.0 },
        { "DeviceAuthorization", 10, 10 / 60.0 },
        { "DeviceCode", 10, 10 / 60.0 },
        { "DeviceCodePerAccount", 10, 10 / 60.0 },
    };

    [Theory(DisplayName = "policy.md 10.19: the default buckets have the numbers of section 6 (and of oauth.md D26)")]
    [MemberData(nameof(Defaults))]
    public void Has_the_numbers_of_the_contract(string key, int burst, double perSecond)
    {
        var rule = RuleAt(new RateLimitOptions(), key);

        Assert.Equal((burst, perSecond), (rule.Burst, rule.PerSecond));
    }

    [Theory(DisplayName = "policy.md 10.23: invalid limiter settings stop the start")]
    [MemberData(nameof(Defaults))]
    public void Invalid_settings_stop_the_start(string key, int burst, double perSecond)
    {
        Assert.True(burst > 0 && perSecond > 0);

        Assert.StartsWith($"Portal:RateLimiting:{key}:Burst is 0; set it to 1 or more", Errors(key, """{ "Burst": 0 }"""), StringComparison.Ordinal);
        Assert.StartsWith($"Portal:RateLimiting:{key}:PerSecond is 0; set it above 0", Errors(key, """{ "PerSecond": 0 }"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1", false)]
    [InlineData("\"NaN\"", false)]
    [InlineData("\"Infinity\"", false)]
    [InlineData("1000000000", false)]
    [InlineData("999999999", true)]
    [InlineData("1e-9", true)]
    public void A_rate_is_above_0_and_below_a_billion(string perSecond, bool valid) =>
        Assert.Equal(valid, Errors("Registration", $$"""{ "PerSecond": {{perSecond}} }""").Length == 0);

    [Fact]
    public void A_setting_in_part_keeps_the_other_default()
    {
        using var services = Configured.Services("""{ "RateLimiting": { "Login": { "PerIp": { "Burst": 7 } } } }""", services => services.AddPolicy());

        var login = services.GetRequiredService<IOptions<RateLimitOptions>>().Value.Login;

        Assert.Equal((7, 3 / 60.0), (login.PerIp.Burst, login.PerIp.PerSecond));
        Assert.Equal(1800, login.PerAccount.Burst);
    }

    [Theory(DisplayName = "policy.md 10.20: different addresses have separate buckets")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.2", "192.0.2.2")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::9", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::9", "2001:db8:1:3::/64")]
    [InlineData(null, "unknown")]
    public void Addresses_have_keys(string? address, string key) =>
        Assert.Equal(key, RateLimitKeys.ForAddress(address is null ? null : IPAddress.Parse(address)));

    [Fact(DisplayName = "policy.md 10.21: letter case of an e-mail address does not give a second bucket")]
    public void Letter_case_gives_no_second_bucket()
    {
        Assert.True(EmailAddress.TryParse("Anna@Example.ORG", out var upper));
        Assert.True(EmailAddress.TryParse("anna@example.org", out var lower));

        Assert.Equal(lower.Normalised, upper.Normalised);
    }

    private static string Errors(string key, string rule)
    {
        var json = key.Split(':').Reverse().Aggregate(rule, (inner, name) => $$"""{ "{{name}}": {{inner}} }""");
        return Configured.StartErrors($$"""{ "RateLimiting": {{json}} }""", services => services.AddPolicy());
    }

    private static BucketRule RuleAt(object options, string key) =>
        (BucketRule)key.Split(':').Aggregate(options, (value, name) => value.GetType().GetProperty(name)!.GetValue(value)!);
}
