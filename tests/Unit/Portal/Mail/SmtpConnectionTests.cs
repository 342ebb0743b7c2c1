using Portal.Mail;
using Xunit;

namespace Portal.Tests.Unit.Mail;

public sealed class SmtpConnectionTests
{
    [Theory]
    [InlineData("MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>")]
    [InlineData("RCPT TO:<a\n@example.org>")]
    [InlineData("RCPT TO:<a\0@example.org>")]
    public async Task A_command_never_becomes_two(string command)
    {
        using var wire = new MemoryStream();
        await using var connection = new SmtpConnection(wire);

        await Assert.ThrowsAsync<ArgumentException>(() => connection.CommandAsync(command, default));

        Assert.Equal(0, wire.Length);
    }
}
