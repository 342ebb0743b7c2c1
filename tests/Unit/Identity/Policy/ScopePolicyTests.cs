using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Policy;

public sealed class ScopePolicyTests
{
    private const string Api = "urn:matrix:client:api:*";
    private const string OldApi = "urn:matrix:org.matrix.msc2967.client:api:*";
    private const string Device = "urn:matrix:client:device:";
    private const string OldDevice = "urn:matrix:org.matrix.msc2967.client:device:";

    [Theory]
    [InlineData("36", "openid", true)]
    [InlineData("36", "email", true)]
    [InlineData("36", "openid email", true)]
    [InlineData("36", Api, true)]
    [InlineData("36", OldApi, true)]
    [InlineData("36", "profile", true)]
    [InlineData("36", "phone", false)]
    [InlineData("36", "address", false)]
    [InlineData("36", "openid offline_access", false)]
    [InlineData("36", "OPENID", false)]
    [InlineData("37", $"{Api} {Device}AAbbCCdd01", true)]
    [InlineData("37", $"{OldApi} {OldDevice}AAbbCCdd01", true)]
    [InlineData("37", $"{Api} {Device}abcd", false)]
    [InlineData("37", $"{Api} {Device}AAbbCCdd0", false)]
    [InlineData("37", $"{Api} {Device}A-._~!$&'()*+,;=:@/", true)]
    [InlineData("37", $"{Api} {Device}AAbbCCdd01%", false)]
    [InlineData("37", $"{Api} {Device}AAbbCCdd01 {Device}AAbbCCdd02", false)]
    [InlineData("37", $"{OldApi} {OldDevice}AAbbCCdd01 {OldDevice}AAbbCCdd02", false)]
    [InlineData("38", $"{Device}AAbbCCdd01", false)]
    [InlineData("38", $"openid {OldDevice}AAbbCCdd01", false)]
    [InlineData("38", $"{Api} {OldApi}", false)]
    [InlineData("38", $"{Api} {OldDevice}AAbbCCdd01", false)]
    [InlineData("38", $"{OldApi} {Device}AAbbCCdd01", false)]
    [InlineData("38", $"{Api} {Device}AAbbCCdd01 {OldDevice}AAbbCCdd01", false)]
    [InlineData("5.2", "urn:mas:graphql:*", true)]
    [InlineData("5.2", "urn:matrix:client:other", false)]
    [InlineData("33", "urn:mas:admin", false)]
    [InlineData("33", "urn:synapse:admin:*", false)]
    public void Grants_what_the_table_grants(string line, string scope, bool granted)
    {
        foreach (var grantType in (string[])[GrantTypes.AuthorizationCode, GrantTypes.DeviceCode])
        {
            var violations = Violations(scope, grantType, mayRequestAdmin: false);

            Assert.True(granted == (violations.Count == 0), $"line {line}: {string.Join("; ", violations)}");
        }
    }

    [Theory]
    [InlineData("39", Api, false)]
    [InlineData("39", OldApi, false)]
    [InlineData("39", $"{Api} {Device}AAbbCCdd01", false)]
    [InlineData("39", "urn:synapse:admin:*", false)]
    [InlineData("50", "urn:mas:graphql:*", true)]
    [InlineData("50", "urn:mas:admin", true)]
    [InlineData("5.2", "openid email", true)]
    public void Grants_a_service_what_needs_no_person(string line, string scope, bool granted)
    {
        var violations = Violations(scope, GrantTypes.ClientCredentials, mayRequestAdmin: true);

        Assert.True(granted == (violations.Count == 0), $"line {line}: {string.Join("; ", violations)}");
    }

    [Fact]
    public void Line_33_who_may_request_admin_gets_it() =>
        Assert.Empty(Violations("urn:mas:admin urn:synapse:admin:*", GrantTypes.AuthorizationCode, mayRequestAdmin: true));

    [Fact]
    public void Line_50_a_service_that_is_not_listed_gets_no_admin_scope() =>
        Assert.Single(Violations("urn:mas:admin", GrantTypes.ClientCredentials, mayRequestAdmin: false));

    [Fact]
    public void An_empty_scope_is_granted() => Assert.Empty(ScopePolicy.Violations(ScopeSet.Empty, GrantTypes.ClientCredentials, mayRequestAdmin: false));

    [Fact]
    public void Line_37_two_devices_are_told_in_the_words_of_the_contract() => Assert.Equal(
        ["only one device scope is allowed at a time"],
        Violations($"{Api} {Device}AAbbCCdd01 {Device}AAbbCCdd02", GrantTypes.AuthorizationCode, mayRequestAdmin: false));

    private static IReadOnlyList<string> Violations(string scope, string grantType, bool mayRequestAdmin) =>
        ScopePolicy.Violations(ScopeSet.TryParse(scope, out var parsed) ? parsed : throw new FormatException(scope), grantType, mayRequestAdmin);
}
