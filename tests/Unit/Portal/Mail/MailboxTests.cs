using Portal.Mail;
using Xunit;

namespace Portal.Tests.Unit.Mail;

public sealed class MailboxTests
{
    [Theory]
    [InlineData("bob@example.org", null, "bob@example.org")]
    [InlineData("<bob@example.org>", null, "bob@example.org")]
    [InlineData("Bob <bob@example.org>", "Bob", "bob@example.org")]
    [InlineData("Bob B. Jones  <bob@example.org>", "Bob B. Jones", "bob@example.org")]
    [InlineData("\"Jones, Bob\" <bob@example.org>", "Jones, Bob", "bob@example.org")]
    [InlineData("\"Bob \\\"B\\\" \\\\\" <bob@example.org>", "Bob \"B\" \\", "bob@example.org")]
    [InlineData("Jörg <jörg@bücher.example>", "Jörg", "jörg@xn--bcher-kva.example")]
    [InlineData("root@localhost", null, "root@localhost")]
    [InlineData("o'neil+tag=x/y@example.org", null, "o'neil+tag=x/y@example.org")]
    [InlineData("-f@example.org", null, "-f@example.org")]
    public void Reads(string text, string? name, string address)
    {
        Assert.True(Mailbox.TryParse(text, out var mailbox));

        Assert.Equal((name, address), (mailbox.Name, mailbox.Address));
    }

    [Theory]
    [InlineData("")]
    [InlineData("bob")]
    [InlineData("@example.org")]
    [InlineData("bob@")]
    [InlineData("bob@example.org>")]
    [InlineData("Bob <bob@example.org")]
    [InlineData("Bob, Jim <bob@example.org>")]
    [InlineData("\"Bob <bob@example.org>")]
    [InlineData("\"Bob\\\" <bob@example.org>")]
    [InlineData("\"Bob\" B <bob@example.org>")]
    [InlineData("bob@example.org, jim@example.org")]
    [InlineData("\"Bob\r\nBcc: jim@example.org\" <bob@example.org>")]
    public void Does_not_read(string text) => Assert.False(Mailbox.TryParse(text, out _));

    [Theory]
    [InlineData("bob@example.org\r\nRCPT TO:<jim@example.org>")]
    [InlineData("bob\r\n@example.org")]
    [InlineData("bob\n@example.org")]
    [InlineData("bob\r@example.org")]
    [InlineData("bob\0@example.org")]
    [InlineData("bob\u0085@example.org")]
    [InlineData("bob\u2028@example.org")]
    [InlineData("bob\ud800@example.org")]
    [InlineData("bob @example.org")]
    [InlineData("bob\u00a0@example.org")]
    [InlineData("bob>@example.org")]
    [InlineData("bob,jim@example.org")]
    [InlineData("\"bob\"@example.org")]
    [InlineData("bob@jim@example.org")]
    [InlineData(".bob@example.org")]
    [InlineData("bob..b@example.org")]
    [InlineData("bob@example.org>")]
    [InlineData("bob@exa mple.org")]
    [InlineData("bob@[127.0.0.1]")]
    [InlineData("bob@-example.org")]
    [InlineData("bob@example..org")]
    [InlineData("bob@example.org\n")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123x@example.org")] // 65 before the @
    public void Does_not_take_an_address_that_could_become_something_else(string address) =>
        Assert.False(Mailbox.TryCreate(null, address, out _));

    [Theory]
    [InlineData("Bob\r\nBcc: jim@example.org")]
    [InlineData("Bob\n")]
    [InlineData("Bob\u2029")]
    [InlineData("Bob\udfff")]
    public void Does_not_take_a_name_that_could_start_another_header(string name) =>
        Assert.False(Mailbox.TryCreate(name, "bob@example.org", out _));

    [Theory]
    [InlineData("bob@example.org", false)]
    [InlineData("bob@bücher.example", false)]
    [InlineData("jörg@example.org", true)]
    public void Knows_whether_it_needs_SMTPUTF8(string address, bool needed)
    {
        Assert.True(Mailbox.TryCreate("Jörg", address, out var mailbox));

        Assert.Equal(needed, mailbox.NeedsSmtpUtf8);
    }
}
