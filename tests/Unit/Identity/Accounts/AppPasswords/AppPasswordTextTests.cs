using Portal.Identity.Accounts.AppPasswords;
using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.AppPasswords;

public sealed class AppPasswordTextTests
{
    private const string Shown = "k3m9-abcd-efgh-jkmn-pqrs";

    [Theory]
    [InlineData(Shown)]
    [InlineData("k3m9abcdefghjkmnpqrs")]
    [InlineData("K3M9 ABCD EFGH JKMN PQRS")]
    [InlineData("  k3m9-abcd efgh\tjkmn pqrs\n")]
    public void Is_read_as_people_type_it(string typed)
    {
        Assert.True(AppPasswordText.TryParse(typed, out var read));
        Assert.Equal(Shown, read.ToDisplay());
    }

    [Theory]
    [InlineData("")]
    [InlineData("k3m9-abcd-efgh-jkmn-pqr")]
    [InlineData("k3m9-abcd-efgh-jkmn-pqrst")]
    [InlineData("k3m9-abcd-efgh-jkmn-pqr0")] // none of ours
    [InlineData("k3m9-abcd-efgh-jkmn-pqr\0")]
    [InlineData("an otter paints seven quiet windows")]
    public void Is_none_of_ours(string typed) => Assert.False(AppPasswordText.TryParse(typed, out _));

    [Fact]
    public void Nobody_is_made_to_read_more_than_a_line() => Assert.False(AppPasswordText.TryParse(Shown + new string(' ', 1_000_000), out _));

    [Fact]
    public void Each_is_another_and_none_says_itself_by_accident()
    {
        var (one, other) = (AppPasswordText.Create(new SecretGenerator()), AppPasswordText.Create(new SecretGenerator()));

        Assert.NotEqual(one.ToDisplay(), other.ToDisplay());
        Assert.Equal(24, one.ToDisplay().Length);
        Assert.Equal(nameof(AppPasswordText), one.ToString());
        Assert.True(AppPasswordText.TryParse(one.ToDisplay(), out var read));
        Assert.Equal(one.Hash, read.Hash);
    }
}
