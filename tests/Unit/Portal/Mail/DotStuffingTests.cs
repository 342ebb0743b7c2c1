using System.Text;
using Portal.Mail;
using Xunit;

namespace Portal.Tests.Unit.Mail;

public sealed class DotStuffingTests
{
    [Theory]
    [InlineData("", ".\r\n")]
    [InlineData("a", "a\r\n.\r\n")]
    [InlineData("a\r\n", "a\r\n.\r\n")]
    [InlineData(".a\r\n..\r\n", "..a\r\n...\r\n.\r\n")]
    [InlineData("a\n.\nb", "a\r\n..\r\nb\r\n.\r\n")]
    [InlineData("a\r.\r", "a\r\n..\r\n.\r\n")]
    [InlineData("a\r\r\nb", "a\r\n\r\nb\r\n.\r\n")]
    public void Content_ends_only_where_it_ends(string content, string onTheWire) =>
        Assert.Equal(onTheWire, Encoding.ASCII.GetString(DotStuffing.Apply(Encoding.ASCII.GetBytes(content))));
}
