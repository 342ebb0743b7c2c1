using System.Text;
using Portal.Identity.Accounts.SecondFactor;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.SecondFactor;

public sealed class AuthenticatorKeyTests
{
    private static readonly AuthenticatorKey Key = new(Encoding.ASCII.GetBytes("12345678901234567890"));

    [Fact]
    public void Is_typed_in_groups_of_four() => Assert.Equal("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", Key.Typed);

    [Fact]
    public void Is_scanned_as_every_app_reads_it() => Assert.Equal(
        "otpauth://totp/Ex%C3%A4mple%3A%20%26%20Co:%40alice%3Aexample.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Ex%C3%A4mple%3A%20%26%20Co&algorithm=SHA1&digits=6&period=30",
        Key.ToUri("Exämple: & Co", "@alice:example.org").AbsoluteUri);

    [Fact]
    public void A63_Is_not_printed() => Assert.Equal("AuthenticatorKey", $"{Key}");

    [Fact]
    public void Has_160_bits() => Assert.Throws<ArgumentException>(() => new AuthenticatorKey(new byte[16]));
}
