using Portal.Identity.Policy;
using Xunit;

namespace Portal.Tests.Unit.Identity.Policy;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("anna@example.org", "anna", "example.org")]
    [InlineData("Anna.Meier+matrix@Mail.EXAMPLE.org", "Anna.Meier+matrix", "mail.example.org")]
    [InlineData("root@localhost", "root", "localhost")]
    [InlineData("o'neil!#$%&*/=?^_`{|}~-@example.org", "o'neil!#$%&*/=?^_`{|}~-", "example.org")]
    [InlineData("grüße@bücher.example", "grüße", "xn--bcher-kva.example")]
    [InlineData("a@1.2.3.4.example", "a", "1.2.3.4.example")]
    public void Reads_an_address(string text, string localPart, string domain)
    {
        Assert.True(EmailAddress.TryParse(text, out var address));

        Assert.Equal((text, localPart, domain), (address.Value, address.LocalPart, address.Domain));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("anna")]
    [InlineData("@example.org")]
    [InlineData("anna@")]
    [InlineData("anna@@example.org")]
    [InlineData("a@b@example.org")]
    [InlineData("Anna <anna@example.org>")]
    [InlineData("<anna@example.org>")]
    [InlineData(" anna@example.org")]
    [InlineData("anna@example.org ")]
    [InlineData("anna meier@example.org")]
    [InlineData("anna@example.org,otto@example.org")]
    [InlineData("anna@example.org\r\nBcc: otto@example.org")]
    [InlineData("\"a\r\nBcc: x\"@example.org")]
    [InlineData("anna\0@example.org")]
    [InlineData("anna\u202E@example.org")]
    [InlineData("anna\u00A0@example.org")]
    [InlineData(".anna@example.org")]
    [InlineData("anna.@example.org")]
    [InlineData("an..na@example.org")]
    [InlineData("\"a@b\"@example.org")]
    [InlineData("\"a b\"@example.org")]
    [InlineData("\"\"@example.org")]
    [InlineData("\"anna@example.org")]
    [InlineData("\"an\"na\"@example.org")]
    [InlineData("\"anna\\\"@example.org")]
    [InlineData("anna@example..org")]
    [InlineData("anna@.example.org")]
    [InlineData("anna@example.org.")]
    [InlineData("anna@-example.org")]
    [InlineData("anna@example-.org")]
    [InlineData("anna@exa_mple.org")]
    [InlineData("anna@[192.0.2.1]")]
    [InlineData("anna@192.0.2.1")]
    [InlineData("anna@exämple..org")]
    public void Refuses_what_is_no_single_mailbox(string? text) => Assert.False(EmailAddress.TryParse(text, out _));

    [Fact]
    public void Refuses_half_a_surrogate_pair() => Assert.False(EmailAddress.TryParse("a" + '\uD83D' + "@example.org", out _));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Bounds_the_local_part_at_64_octets(int length, bool accepted)
    {
        Assert.Equal(accepted, EmailAddress.TryParse(new string('a', length) + "@example.org", out _));
        Assert.Equal(accepted, EmailAddress.TryParse(new string('ä', length / 2) + new string('a', length % 2) + "@example.org", out _));
    }

    [Theory]
    [InlineData(254, true)]
    [InlineData(255, false)]
    public void Bounds_the_whole_address_at_254_octets(int length, bool accepted)
    {
        var domain = string.Concat(Enumerable.Repeat("abcdefghi.", 24)) + "org";
        var address = new string('a', length - domain.Length - 1) + "@" + domain;

        Assert.Equal(accepted, EmailAddress.TryParse(address, out _));
    }

    [Theory]
    [InlineData("Anna@Example.ORG", "anna@example.org")]
    [InlineData("anna@BÜCHER.example", "anna@xn--bcher-kva.example")]
    [InlineData("no address", null)]
    public void Has_one_form_for_comparison(string text, string? normalised) => Assert.Equal(normalised, EmailAddress.Normalise(text));
}
