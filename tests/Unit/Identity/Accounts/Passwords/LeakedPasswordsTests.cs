using System.Security.Cryptography;
using System.Text;
using Portal.Identity.Accounts.Passwords;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Passwords;

public sealed class LeakedPasswordsTests : IDisposable
{
    private static readonly string[] Leaked = [.. Enumerable.Range(0, 500).Select(number => $"password{number * 7}"), "P@ssw0rd", "\u00fcber", "a b c", new string('x', 900)];

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("\n", "")]
    [InlineData("\r\n", "")]
    [InlineData("\n", ":12")]
    [InlineData("\r\n", ":4711")]
    public void Finds_every_password_of_a_list_of_hashes_and_no_other(string lineEnd, string count)
    {
        File.WriteAllText(_file, string.Concat(Leaked.Select(Sha1).Order(StringComparer.Ordinal).Select(hash => hash + count + lineEnd)));

        AssertFinds();
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Finds_every_password_of_a_plain_list_and_no_other(string lineEnd)
    {
        File.WriteAllText(_file, string.Concat(Leaked.Order(StringComparer.Ordinal).Select(password => password + lineEnd)));

        AssertFinds();
    }

    [Fact]
    public void A_list_in_small_letters_and_without_a_last_line_end_will_do()
    {
        File.WriteAllText(_file, string.Join('\n', Leaked.Select(Sha1).Order(StringComparer.Ordinal)).ToLowerInvariant());

        AssertFinds();
    }

    [Theory]
    [InlineData("one")]
    [InlineData("one\n")]
    [InlineData("one\ntwo")]
    [InlineData("one\ntwo\n")]
    [InlineData("\none\n")]
    public void Short_lists_have_a_first_and_a_last_line(string content)
    {
        File.WriteAllText(_file, content);
        using var list = new LeakedPasswords(_file);

        Assert.True(list.Contains("one"));
        Assert.Equal(content.Contains("two", StringComparison.Ordinal), list.Contains("two"));
        Assert.False(list.Contains("on"));
        Assert.False(list.Contains("onee"));
        Assert.False(list.Contains("three"));
        Assert.False(list.Contains("a"));
    }

    [Fact]
    public void Without_a_list_nothing_is_on_it()
    {
        using var list = new LeakedPasswords((string?)null);

        Assert.False(list.Contains("password"));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("b\na\n", "not sorted")]
    [InlineData("5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:3\npassword\n", "not sorted")]
    public void A_file_that_cannot_serve_is_told_of_at_the_start(string content, string error)
    {
        File.WriteAllText(_file, content);

        Assert.Contains(error, LeakedPasswords.ErrorOf(_file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_of_at_the_start() =>
        Assert.StartsWith("Portal:Passwords:LeakedPasswordsFile cannot be read: ", LeakedPasswords.ErrorOf(_file + "-not"), StringComparison.Ordinal);

    [Fact]
    public void A_file_whose_lines_are_too_long_is_told_of_at_the_start()
    {
        File.WriteAllText(_file, new string('x', 100_000));

        Assert.Contains("too long", LeakedPasswords.ErrorOf(_file), StringComparison.Ordinal);
    }

    private void AssertFinds()
    {
        Assert.Null(LeakedPasswords.ErrorOf(_file));
        using var list = new LeakedPasswords(_file);
        Assert.All(Leaked, password => Assert.True(list.Contains(password)));
        Assert.All(Leaked, password => Assert.False(list.Contains(password + "!")));
        Assert.False(list.Contains("correct horse battery staple"));
    }

    private static string Sha1(string password) => Convert.ToHexString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(password)));
}
