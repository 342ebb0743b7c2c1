using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Protocol;

public sealed class MatrixScopesTests
{
    [Fact]
    public void Introspection_reports_both_spellings_sorted() => Assert.Equal(
        "openid urn:matrix:client:api:* urn:matrix:client:device:ABCDEFGHIJ urn:matrix:org.matrix.msc2967.client:api:* urn:matrix:org.matrix.msc2967.client:device:ABCDEFGHIJ",
        MatrixScopes.InBothSpellings(ScopeSet.Of("openid", "urn:matrix:client:api:*", "urn:matrix:org.matrix.msc2967.client:device:ABCDEFGHIJ")).ToString());

    [Theory]
    [InlineData("urn:matrix:client:device:AAbbCCdd01", "AAbbCCdd01")]
    [InlineData("urn:matrix:org.matrix.msc2967.client:device:AAbbCCdd01", "AAbbCCdd01")]
    [InlineData("urn:matrix:client:device:", "")]
    [InlineData("urn:matrix:client:api:*", null)]
    [InlineData("URN:MATRIX:CLIENT:DEVICE:AAbbCCdd01", null)]
    public void Finds_the_device(string token, string? device) => Assert.Equal(device, MatrixScopes.DeviceIdOf(token));
}
