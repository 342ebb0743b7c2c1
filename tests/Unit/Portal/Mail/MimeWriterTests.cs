using System.Text;
using Portal.Mail;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Mail;

/// <summary>What is written is read back by the sink's reader, which is not made of the same code.</summary>
public sealed class MimeWriterTests
{
    [Fact]
    public void Writes_the_headers_of_an_automatic_mail()
    {
        var mail = Written(AMail.Message(replyTo: "\"Help, quickly\" <help@example.org>"));

        Assert.Equal(
            [
                "\"Example\" <accounts@example.org>",
                "\"Help, quickly\" <help@example.org>",
                "bob@example.com",
                "Subject",
                "Wed, 04 Mar 2026 08:44:05 +0000",
                "<01955f0a000070008000000000000001@example.org>",
                "auto-generated",
                "1.0",
            ],
            new[] { "From", "Reply-To", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version" }
                .Select(name => Assert.Single(mail.Headers[name])));
    }

    [Fact]
    public void Writes_text_first_and_html_last()
    {
        var parts = Written(AMail.Message()).Parts();

        Assert.Equal(2, parts.Count);
        Assert.StartsWith("Content-Type: text/plain; charset=utf-8\r\n", parts[0], StringComparison.Ordinal);
        Assert.StartsWith("Content-Type: text/html; charset=utf-8\r\n", parts[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_travels_with_the_html_that_shows_it()
    {
        var png = APng.Square(64);
        var message = AMail.Message() with { Logo = new MailPicture(png, 64, 64) };
        var mail = Encoding.ASCII.GetString(MimeWriter.Write(message, StoppedClock.Start));

        Assert.Equal(2, Read(mail).Parts().Count); // plain text, and the rest
        var related = mail[mail.IndexOf("multipart/related; type=\"text/html\";", StringComparison.Ordinal)..];
        Assert.InRange(related.IndexOf("Content-Type: text/html", StringComparison.Ordinal), 1, related.IndexOf("Content-Type: image/png", StringComparison.Ordinal));
        Assert.Contains("Content-ID: <logo@portal>\r\n", related, StringComparison.Ordinal);
        var body = related[(related.IndexOf("filename=\"logo.png\"\r\n\r\n", StringComparison.Ordinal) + "filename=\"logo.png\"\r\n\r\n".Length)..];
        Assert.Equal(png, Convert.FromBase64String(body[..body.IndexOf("\r\n--", StringComparison.Ordinal)]));
        Assert.All(mail.Split("\r\n"), line => Assert.InRange(line.Length, 0, 76));
        Assert.EndsWith("--\r\n", mail, StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_the_same_mail_the_same_id_when_it_is_sent_later()
    {
        var first = Encoding.ASCII.GetString(MimeWriter.Write(AMail.Message(), StoppedClock.Start));
        var later = Encoding.ASCII.GetString(MimeWriter.Write(AMail.Message(), StoppedClock.Start.AddMinutes(3)));

        Assert.Equal(Read(first).Headers["Message-ID"], Read(later).Headers["Message-ID"]);
        Assert.NotEqual(Read(first).Headers["Date"], Read(later).Headers["Date"]);
    }

    [Theory]
    [InlineData("482 913 is your code for example.org")]
    [InlineData("482 913 ist dein Code für Bücher.example, den freundlichsten Dienst in ganz Österreich, Süddeutschland und der Schweiz")]
    [InlineData("\u2066482 913\u2069 هو رمزك في \u2068example.org\u2069")]
    [InlineData("🏳️‍🌈🏳️‍🌈🏳️‍🌈🏳️‍🌈🏳️‍🌈🏳️‍🌈🏳️‍🌈")]
    [InlineData("=?utf-8?B?SGVsbG8=?=")]
    [InlineData("A subject of plain ASCII that is a good deal longer than the one line that a header may take before it must be folded")]
    [InlineData(" spaces at both ends ")]
    [InlineData("")]
    public void The_subject_arrives_as_it_was(string subject) => Assert.Equal(subject, Written(AMail.Message(subject: subject)).Subject);

    [Theory]
    [InlineData("Subject\r\nBcc: jim@example.org")]
    [InlineData("Subject\n\nBody")]
    [InlineData("Subject\r")]
    [InlineData("Subject\0")]
    public void A_subject_never_becomes_two_headers(string subject) =>
        Assert.Throws<ArgumentException>(() => MimeWriter.Write(AMail.Message(subject: subject), StoppedClock.Start));

    [Theory]
    [InlineData("\"Jörg, der Große\" <accounts@example.org>", "Jörg, der Große <accounts@example.org>")]
    [InlineData("\"A \\\"B\\\" \\\\\" <accounts@example.org>", "\"A \\\"B\\\" \\\\\" <accounts@example.org>")]
    [InlineData("Konten der Vereinigung aller Bücherfreundinnen und Bücherfreunde <accounts@a-rather-long-name-of-a-domain.example.org>",
        "Konten der Vereinigung aller Bücherfreundinnen und Bücherfreunde <accounts@a-rather-long-name-of-a-domain.example.org>")]
    public void The_sender_arrives_as_it_was(string from, string shown) =>
        Assert.Equal(shown, ReceivedMail.DecodeWords(Written(AMail.Message(from: from)).Headers["From"].Single()));

    [Theory]
    [InlineData("")]
    [InlineData("one\ntwo\n\nthree")]
    [InlineData("space at the end \nand a tab\t\n")]
    [InlineData("a=b, =3D, =\n=")]
    [InlineData("Grüße, مرحبًا, 🏳️‍🌈\n")]
    [InlineData("--\n-- \n--=_01955f0a000070008000000000000001\n--=_01955f0a000070008000000000000001--\n")]
    [InlineData(".\n..\nFrom here\n")]
    public void Both_parts_arrive_as_they_were(string content)
    {
        var mail = Written(AMail.Message(text: content, html: content + "<p>"));

        Assert.Equal((content, content + "<p>"), (mail.Text, mail.Html));
    }

    [Theory]
    [InlineData('x')]
    [InlineData('ü')]
    [InlineData('=')]
    [InlineData(' ')]
    public void A_line_of_any_length_arrives_as_it_was(char letter) => Assert.All(
        Enumerable.Range(70, 90).Append(5000).Select(length => new string(letter, length)),
        line => Assert.Equal(line, Written(AMail.Message(text: line)).Text));

    [Fact]
    public void No_line_is_longer_than_76_characters_or_beyond_ASCII()
    {
        var line = string.Concat(Enumerable.Repeat("Straße= ", 40));

        var content = Written(AMail.Message($"\"{line[..200]}\" <a@example.org>", subject: line, text: line, html: line)).Content;

        Assert.True(Ascii.IsValid(content));
        Assert.All(content.Split("\r\n"), written => Assert.InRange(written.Length, 0, 76));
    }

    [Theory]
    [InlineData(' ')]
    [InlineData('\t')]
    public void No_line_ends_in_a_space_that_could_get_lost(char space)
    {
        var text = string.Join('\n', Enumerable.Range(60, 30).Select(length => new string('x', length) + space));

        var part = Written(AMail.Message(text: text)).Parts()[0];

        Assert.DoesNotContain(part.Split("\r\n"), line => line.EndsWith(space));
    }

    [Theory]
    [InlineData("one\r\ntwo")]
    [InlineData("one\rtwo")]
    [InlineData("one\ntwo")]
    public void Every_line_ends_in_CRLF(string text)
    {
        var content = Written(AMail.Message(text: text)).Content.Replace("\r\n", "", StringComparison.Ordinal);

        Assert.DoesNotContain('\r', content);
        Assert.DoesNotContain('\n', content);
    }

    private static ReceivedMail Written(MimeMessage message) => Read(Encoding.UTF8.GetString(MimeWriter.Write(message, StoppedClock.Start)));

    private static ReceivedMail Read(string content) => new("", [], content, WasEncrypted: false, Username: null);
}
