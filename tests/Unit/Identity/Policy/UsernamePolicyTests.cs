using Portal.Identity.Policy;
using Xunit;

namespace Portal.Tests.Unit.Identity.Policy;

public sealed class UsernamePolicyTests
{
    private const string ServerName = "example.org";

    [Theory(DisplayName = "policy.md 10.8: each username rule gives its code, on the username field")]
    [InlineData("", "username-too-short")]
    [InlineData("Anna", "username-invalid-chars")]
    [InlineData("anna meier", "username-invalid-chars")]
    [InlineData("änna", "username-invalid-chars")]
    [InlineData("anna@example", "username-invalid-chars")]
    [InlineData("anna\n", "username-invalid-chars")]
    [InlineData("12345", "username-all-numeric")]
    [InlineData("١٢٣", "username-invalid-chars")]
    [InlineData("root", "username-banned")]
    [InlineData("admin-anna", "username-banned")]
    [InlineData("anna-bot", "username-banned")]
    [InlineData("xofficialx", "username-banned")]
    [InlineData("guest99", "username-banned")]
    public void Gives_the_code_of_the_rule(string username, string code)
    {
        var policy = new UsernamePolicy(new PolicyData
        {
            Registration = new()
            {
                BannedUsernames = new()
                {
                    Literals = ["root"],
                    Prefixes = ["admin-"],
                    Suffixes = ["-bot"],
                    Substrings = ["official"],
                    Regexes = ["^guest[0-9]+$"],
                },
            },
        });

        var violation = Assert.Single(policy.Check(username, ServerName));

        Assert.Equal((code, "username"), (violation.Code, violation.Field));
        Assert.NotEmpty(violation.Message);
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("a")]
    [InlineData("1a")]
    [InlineData("a.b=c_d/e+f-g")]
    [InlineData("_anna")]
    public void Accepts_the_characters_of_the_contract(string username) => Assert.Empty(new UsernamePolicy(new()).Check(username, ServerName));

    [Theory(DisplayName = "policy.md 10.9: a user id of 255 characters is accepted, of 256 not, whatever the split")]
    [InlineData(242, 11, true)]
    [InlineData(243, 11, false)]
    [InlineData(1, 252, true)]
    [InlineData(1, 253, false)]
    [InlineData(126, 127, true)]
    [InlineData(127, 127, false)]
    public void Bounds_the_whole_user_id(int username, int serverName, bool accepted)
    {
        var violations = new UsernamePolicy(new()).Check(new string('a', username), new string('b', serverName));

        Assert.Equal(accepted ? [] : ["username-too-long"], violations.Select(violation => violation.Code));
    }

    [Fact(DisplayName = "policy.md 10.11: an allow list that is absent allows all")]
    public void An_absent_allow_list_allows_all() => Assert.Empty(new UsernamePolicy(new()).Check("anyone", ServerName));

    [Fact]
    public void An_empty_allow_list_allows_nobody()
    {
        var policy = new UsernamePolicy(new() { Registration = new() { AllowedUsernames = new() } });

        Assert.Equal("username-not-allowed", Assert.Single(policy.Check("anna", ServerName)).Code);
    }

    [Theory]
    [InlineData("staff-anna", true)]
    [InlineData("anna", false)]
    [InlineData("my-staff-anna", false)]
    public void An_allow_list_allows_what_it_matches(string username, bool accepted)
    {
        var policy = new UsernamePolicy(new() { Registration = new() { AllowedUsernames = new() { Prefixes = ["staff-"] } } });

        Assert.Equal(accepted, policy.Check(username, ServerName).Count == 0);
    }

    [Fact]
    public void Reports_all_broken_rules_together()
    {
        var policy = new UsernamePolicy(new()
        {
            Registration = new() { BannedUsernames = new() { Substrings = ["A"] }, AllowedUsernames = new() { Literals = ["b"] } },
        });

        var codes = policy.Check(new string('A', 255), ServerName).Select(violation => violation.Code);

        Assert.Equal(["username-too-long", "username-invalid-chars", "username-banned", "username-not-allowed"], codes);
    }

    [Fact]
    public void Compares_with_regard_to_case() =>
        Assert.Equal(
            ["username-invalid-chars"],
            new UsernamePolicy(new() { Registration = new() { BannedUsernames = new() { Literals = ["root"] } } })
                .Check("Root", ServerName).Select(violation => violation.Code));

    [Theory]
    [InlineData("anna", true)]
    [InlineData("12345", true)]
    [InlineData("", false)]
    [InlineData("_anna", false)]
    [InlineData("Anna", false)]
    public void Administrators_have_a_plainer_rule(string username, bool accepted) =>
        Assert.Equal(accepted, UsernamePolicy.IsAcceptableForAdministrators(username));

    [Fact]
    public void Administrators_may_use_255_characters()
    {
        Assert.True(UsernamePolicy.IsAcceptableForAdministrators(new string('a', 255)));
        Assert.False(UsernamePolicy.IsAcceptableForAdministrators(new string('a', 256)));
    }
}
