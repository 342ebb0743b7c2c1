using System.ComponentModel;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts;
using Portal.Mail;
using Xunit;

namespace Portal.Tests.Unit.Mail;

/// <summary>With shell scripts in place of sendmail.</summary>
public sealed class SendmailTransportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-sendmail-");
    private readonly StoppedClock _clock = new();

    [Fact]
    public async Task Gives_sender_recipient_and_mail_to_the_command()
    {
        var transport = Transport("printf '%s\\n' \"$@\" > \"$0.arguments\"; cat > \"$0.input\"");
        var envelope = AMail.Envelope(AMail.Message(to: "-oQ/elsewhere@example.com", text: "one\n.\ntwo\n"));

        await transport.SendAsync(envelope, default);

        Assert.Equal(["-i", "-f", "accounts@example.org", "--", "-oQ/elsewhere@example.com"], await File.ReadAllLinesAsync(Script + ".arguments"));
        Assert.Equal(
            System.Text.Encoding.UTF8.GetString(envelope.Content.Span).ReplaceLineEndings("\n"),
            await File.ReadAllTextAsync(Script + ".input"));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(64, false)]
    [InlineData(65, true)]
    [InlineData(67, true)]
    [InlineData(68, true)]
    [InlineData(75, false)]
    [InlineData(78, false)]
    public async Task Tells_for_ever_from_for_now(int exitCode, bool isPermanent)
    {
        var transport = Transport($"cat > /dev/null; echo bob@example.com: no >&2; exit {exitCode}");

        var refusal = await Assert.ThrowsAsync<MailRefusedException>(() => transport.SendAsync(AMail.Envelope(), default));

        Assert.Equal((exitCode, isPermanent), (refusal.Code, refusal.IsPermanent));
        Assert.DoesNotContain("bob", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_by_the_exit_code_when_the_command_does_not_read()
    {
        var transport = Transport("exec <&-; exit 67");
        var envelope = AMail.Envelope(AMail.Message(text: new string('x', 1_000_000))); // more than a pipe holds

        var refusal = await Assert.ThrowsAsync<MailRefusedException>(() => transport.SendAsync(envelope, default));

        Assert.Equal(67, refusal.Code);
    }

    [Fact]
    public async Task Does_not_wait_for_a_command_that_says_more_than_it_is_asked()
    {
        var transport = Transport("head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2; cat > /dev/null");

        await transport.SendAsync(AMail.Envelope(), default);

        Assert.Empty(_clock.Timers);
    }

    [Fact]
    public async Task Ends_a_slow_command_after_a_minute()
    {
        var started = Path.Combine(_folder.FullName, "started");
        await using var signal = await FifoAsync(started);
        var transport = Transport($"echo up > '{started}'; exec sleep 600");

        var sending = transport.SendAsync(AMail.Envelope(), default);
        await signal.ReadExactlyAsync(new byte[3]);
        _clock.FireTimers();

        await Assert.ThrowsAsync<TimeoutException>(() => sending);
    }

    [Fact]
    public async Task Says_which_command_does_not_start()
    {
        var transport = new SendmailTransport(
            Options.Create(new EmailOptions { Transport = MailTransportKind.Sendmail, Command = "/nowhere/sendmail" }),
            _clock,
            NullLogger<SendmailTransport>.Instance);

        var failure = await Assert.ThrowsAsync<Win32Exception>(() => transport.SendAsync(AMail.Envelope(), default));

        Assert.Contains("/nowhere/sendmail", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Script => Path.Combine(_folder.FullName, "sendmail");

    private SendmailTransport Transport(string script)
    {
        File.WriteAllText(Script, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var options = new EmailOptions { Transport = MailTransportKind.Sendmail, Command = Script };
        return new SendmailTransport(Options.Create(options), _clock, NullLogger<SendmailTransport>.Instance);
    }

    // Open for both, so that neither side waits for the other to open.
    private static async Task<FileStream> FifoAsync(string path)
    {
        using var make = System.Diagnostics.Process.Start("mkfifo", [path]);
        await make.WaitForExitAsync();
        return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    }
}
