using Portal.Identity.Clients;
using Xunit;

namespace Portal.Tests.Unit.Identity.Clients;

public sealed class PublicSuffixListTests
{
    [Theory]
    [InlineData("com", true)]
    [InlineData("example.com", false)]
    [InlineData("co.uk", true)]
    [InlineData("github.io", true)]
    [InlineData("someone.github.io", false)]
    [InlineData("github.io.", true)]
    [InlineData(".github.io", true)]
    [InlineData("ck", true)] // listed through *.ck only
    [InlineData("any.ck", true)]
    [InlineData("www.ck", false)] // !www.ck
    [InlineData("sub.www.ck", false)]
    [InlineData("c.kobe.jp", true)]
    [InlineData("b.c.kobe.jp", false)]
    [InlineData("city.kobe.jp", false)] // !city.kobe.jp
    [InlineData("xn--fiqs8s", true)] // the list writes it in Chinese
    [InlineData("localhost", false)]
    [InlineData("intranet", false)]
    [InlineData("example.unlisted", false)]
    [InlineData("[::1]", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("", false)]
    public void Knows_what_is_a_suffix(string host, bool isSuffix) => Assert.Equal(isSuffix, PublicSuffixList.Default.IsPublicSuffix(host));

    [Fact]
    public void The_list_has_wildcards_only_in_front_as_the_reader_assumes()
    {
        using var stream = typeof(PublicSuffixList).Assembly.GetManifestResourceStream("public_suffix_list.dat")!;
        using var reader = new StreamReader(stream);

        var rules = reader.ReadToEnd().Split('\n').Where(line => !line.StartsWith("//", StringComparison.Ordinal)).ToList();

        Assert.True(rules.Count > 9000);
        Assert.DoesNotContain(rules, rule => rule.LastIndexOf('*') > 0);
    }
}
