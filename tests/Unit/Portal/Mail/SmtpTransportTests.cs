using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts;
using Portal.Mail;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Mail;

/// <summary>The client against a strict server, over real sockets on loopback.</summary>
public sealed class SmtpTransportTests
{
    private const string Password = "kept-for-us-alone";

    private readonly StoppedClock _clock = new();

    [Theory]
    [InlineData(SmtpSinkMode.Plain, false)]
    [InlineData(SmtpSinkMode.StartTls, true)]
    [InlineData(SmtpSinkMode.Tls, true)]
    public async Task Delivers_in_every_mode(SmtpSinkMode mode, bool encrypted)
    {
        await using var sink = SmtpSink.Start(new SmtpSinkOptions { Mode = mode });

        await Transport(sink).SendAsync(AMail.Envelope(), default);

        var mail = await sink.NextAsync();
        Assert.Equal("accounts@example.org", mail.From);
        Assert.Equal(["bob@example.com"], mail.To);
        Assert.Equal("Text\n", mail.Text);
        Assert.Equal(encrypted, mail.WasEncrypted);
        Assert.Empty(sink.Violations);
        Assert.Equal("QUIT", sink.Commands[^1]);
    }

    [Theory]
    [InlineData(SmtpSinkMode.StartTls)]
    [InlineData(SmtpSinkMode.Tls)]
    public async Task Sends_nothing_to_a_server_whose_certificate_the_system_does_not_trust(SmtpSinkMode mode)
    {
        await using var sink = SmtpSink.Start(new SmtpSinkOptions { Mode = mode, Account = ("accounts", Password) });
        var transport = new SmtpTransport(Options.Create(OptionsFor(sink)), _clock, NullLogger<SmtpTransport>.Instance);

        await Assert.ThrowsAsync<AuthenticationException>(() => transport.SendAsync(AMail.Envelope(), default));

        Assert.DoesNotContain(sink.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
        Assert.False(sink.HasMail);
    }

    [Fact]
    public async Task Does_not_go_on_in_plain_text_when_STARTTLS_is_not_offered()
    {
        await using var sink = SmtpSink.Start(new SmtpSinkOptions { Mode = SmtpSinkMode.Plain, Account = ("accounts", Password) });

        var refusal = await Assert.ThrowsAsync<MailRefusedException>(() =>
            Transport(sink, SmtpMode.StartTls).SendAsync(AMail.Envelope(), default));

        Assert.False(refusal.IsPermanent);
        Assert.Contains("STARTTLS", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("EHLO [127.0.0.1]", Assert.Single(sink.Commands));
    }

    [Fact]
    public async Task Does_not_go_on_in_plain_text_when_STARTTLS_is_refused()
    {
        await using var sink = SmtpSink.Start(new SmtpSinkOptions { Mode = SmtpSinkMode.StartTls });
        sink.Answer("STARTTLS", "454 4.7.0 Not now");

        var refusal = await Assert.ThrowsAsync<MailRefusedException>(() => Transport(sink).SendAsync(AMail.Envelope(), default));

        Assert.Equal((454, false), (refusal.Code, refusal.IsPermanent));
        Assert.Equal("STARTTLS", sink.Commands[^1]);
    }

    [Fact]
    public async Task Does_not_take_for_the_servers_what_was_slipped_in_before_the_encryption()
    {
        await using var sink = SmtpSink.Start(new SmtpSinkOptions { Mode = SmtpSinkMode.StartTls });
        sink.Answer("STARTTLS", "220 2.0.0 Go on\r\n250 slipped in");

        await Assert.ThrowsAsync<IOException>(() => Transport(sink).SendAsync(AMail.Envelope(), default));

        Assert.Equal("STARTTLS", sink.Commands[^1]);
    }

    [Theory]
    [InlineData(SmtpSinkMode.StartTls, "PLAIN LOGIN", "AUTH PLAIN ")]
    [InlineData(SmtpSinkMode.Tls, "LOGIN PLAIN", "AUTH PLAIN ")]
    [InlineData(SmtpSinkMode.Tls, "CRAM-MD5 LOGIN", "AUTH LOGIN")]
    [InlineData(SmtpSinkMode.Plain, "PLAIN", "AUTH PLAIN ")] // loopback: nobody is on the way
    public async Task Signs_in_with_the_best_mechanism_that_is_offered(SmtpSinkMode mode, string offered, string used)
    {
        await using var sink = SmtpSink.Start(new SmtpSinkOptions
        {
            Mode = mode,
            Account = ("accounts", Password),
            AuthMechanisms = offered.Split(' '),
        });

        await Transport(sink).SendAsync(AMail.Envelope(), default);

        Assert.Equal("accounts", (await sink.NextAsync()).Username);
        Assert.Contains(sink.Commands, command => command.StartsWith(used, StringComparison.Ordinal));
        Assert.Empty(sink.Violations);
    }

    [Fact]
    public async Task Signs_in_with_letters_beyond_ASCII()
    {
        await using var sink = SmtpSink.Start(new SmtpSinkOptions { Mode = SmtpSinkMode.Tls, Account = ("konten@bücher.example", "pässwörd €") });

        await Transport(sink).SendAsync(AMail.Envelope(), default);

        Assert.Equal("konten@bücher.example", (await sink.NextAsync()).Username);
    }

    [Fact]
    public async Task Reads_the_password_from_its_file_without_the_last_line_end()
    {
        await using var sink = SmtpSink.Start(new SmtpSinkOptions { Mode = SmtpSinkMode.Tls, Account = ("accounts", Password) });
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(file, Password + "\n");
        try
        {
            var options = new EmailOptions
            {
                Transport = MailTransportKind.Smtp,
                Mode = SmtpMode.Tls,
                Hostname = SmtpSink.Host,
                Port = sink.Port,
                Username = "accounts",
                PasswordFile = file,
            };

            await Transport(sink, options).SendAsync(AMail.Envelope(), default);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal("accounts", (await sink.NextAsync()).Username);
    }

    [Fact]
    public async Task Sends_no_password_when_the_server_offers_no_mechanism_that_it_knows()
    {
        await using var sink = SmtpSink.Start(new SmtpSinkOptions
        {
            Mode = SmtpSinkMode.Tls,
            Account = ("accounts", Password),
            AuthMechanisms = ["CRAM-MD5"],
        });

        await Assert.ThrowsAsync<MailRefusedException>(() => Transport(sink).SendAsync(AMail.Envelope(), default));

        Assert.Equal("EHLO [127.0.0.1]", Assert.Single(sink.Commands));
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task Calls_a_wrong_password_refused_but_not_for_ever(string mechanism)
    {
        await using var sink = SmtpSink.Start(new SmtpSinkOptions
        {
            Mode = SmtpSinkMode.Tls,
            Account = ("accounts", "another"),
            AuthMechanisms = [mechanism],
        });
        var options = OptionsFor(sink, password: Password);

        var refusal = await Assert.ThrowsAsync<MailRefusedException>(() => Transport(sink, options).SendAsync(AMail.Envelope(), default));

        Assert.Equal((535, false), (refusal.Code, refusal.IsPermanent));
        Assert.False(sink.HasMail);
    }

    [Fact]
    public async Task Repeats_no_credential_that_the_server_repeats()
    {
        await using var sink = SmtpSink.Start(new SmtpSinkOptions { Mode = SmtpSinkMode.Tls, Account = ("accounts", Password) });
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0accounts\0{Password}"));
        sink.Answer("AUTH", $"535 5.7.8 Wrong: {base64} {Password}");

        var refusal = await Assert.ThrowsAsync<MailRefusedException>(() => Transport(sink).SendAsync(AMail.Envelope(), default));

        Assert.DoesNotContain(base64, refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, refusal.ToString(), StringComparison.Ordinal);
        Assert.Contains("535 5.7.8", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CONNECT", "554 5.3.2 Not here", 554, false)]
    [InlineData("CONNECT", "421 4.3.2 Later", 421, false)]
    [InlineData("EHLO", "550 5.7.1 Not you", 550, false)]
    [InlineData("MAIL", "451 4.7.1 Greylisted", 451, false)]
    [InlineData("MAIL", "550 5.7.1 Not from there", 550, true)]
    [InlineData("RCPT", "450 4.2.1 Busy", 450, false)]
    [InlineData("RCPT", "550 5.1.1 <bob@example.com>: no such user", 550, true)]
    [InlineData("DATA", "451 4.3.0 Later", 451, false)]
    [InlineData("DATA", "554 5.5.1 No", 554, true)]
    [InlineData("DATA", "250 2.0.0 Not what was asked", 250, false)]
    [InlineData(".", "452 4.3.1 Full", 452, false)]
    [InlineData(".", "554 5.7.1 Spam", 554, true)]
    public async Task Tells_for_ever_from_for_now(string moment, string reply, int code, bool isPermanent)
    {
        await using var sink = SmtpSink.Start();
        sink.Answer(moment, reply);

        var refusal = await Assert.ThrowsAsync<MailRefusedException>(() => Transport(sink).SendAsync(AMail.Envelope(), default));

        Assert.Equal((code, isPermanent), (refusal.Code, refusal.IsPermanent));
        Assert.DoesNotContain("bob", refusal.Message, StringComparison.Ordinal);
        Assert.False(sink.HasMail);
    }

    [Theory]
    [InlineData("QUIT", "421 4.3.2 Gone")]
    [InlineData("QUIT", "what?")]
    public async Task Counts_a_mail_that_was_taken_as_sent_whatever_follows(string moment, string reply)
    {
        await using var sink = SmtpSink.Start();
        sink.Answer(moment, reply);

        await Transport(sink).SendAsync(AMail.Envelope(), default);

        Assert.True(sink.HasMail);
    }

    [Fact]
    public async Task Counts_a_mail_that_was_taken_as_sent_when_the_farewell_takes_too_long()
    {
        await using var sink = SmtpSink.Start();
        var waiting = sink.Stall("QUIT");

        var sending = Transport(sink).SendAsync(AMail.Envelope(), default);
        await waiting;
        _clock.FireTimers();

        await sending;
        Assert.True(sink.HasMail);
    }

    [Theory]
    [InlineData("CONNECT")]
    [InlineData("MAIL")]
    [InlineData("CONTENT")]
    [InlineData(".")]
    public async Task Says_that_the_connection_broke(string moment)
    {
        await using var sink = SmtpSink.Start();
        sink.Drop(moment);

        await Assert.ThrowsAnyAsync<IOException>(() => Transport(sink).SendAsync(AMail.Envelope(), default));

        Assert.False(sink.HasMail);
    }

    [Theory]
    [InlineData("CONNECT")]
    [InlineData("EHLO")]
    [InlineData("RCPT")]
    [InlineData(".")]
    public async Task Gives_up_on_a_slow_server_after_a_minute(string moment)
    {
        await using var sink = SmtpSink.Start();
        var waiting = sink.Stall(moment);

        var sending = Transport(sink).SendAsync(AMail.Envelope(), default);
        await waiting;
        Assert.Equal([TimeSpan.FromMinutes(1)], _clock.Timers);
        _clock.FireTimers();

        await Assert.ThrowsAsync<TimeoutException>(() => sending);
    }

    [Fact]
    public async Task Stops_when_the_caller_wants_it_to()
    {
        await using var sink = SmtpSink.Start();
        using var caller = new CancellationTokenSource();
        var waiting = sink.Stall("RCPT");

        var sending = Transport(sink).SendAsync(AMail.Envelope(), caller.Token);
        await waiting;
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Leaves_no_timer_behind()
    {
        await using var sink = SmtpSink.Start();

        await Transport(sink).SendAsync(AMail.Envelope(), default);

        Assert.Empty(_clock.Timers);
    }

    [Fact]
    public async Task Reads_replies_of_several_lines()
    {
        await using var sink = SmtpSink.Start();
        sink.Answer("CONNECT", "220-sink\r\n220-has much to say\r\n220");
        sink.Answer("RCPT", "550-5.1.1 No such user\r\n550 5.1.1 at all");

        var refusal = await Assert.ThrowsAsync<MailRefusedException>(() => Transport(sink).SendAsync(AMail.Envelope(), default));

        Assert.Contains("550 5.1.1", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request")]
    [InlineData("22")]
    [InlineData("")]
    [InlineData("220-one\r\n250 two")]
    [InlineData("99 sink")]
    [InlineData("999 sink")]
    [InlineData("-22 sink")]
    public async Task Does_not_talk_to_what_is_no_mail_server(string greeting)
    {
        await using var sink = SmtpSink.Start();
        sink.Answer("CONNECT", greeting);

        await Assert.ThrowsAsync<IOException>(() => Transport(sink).SendAsync(AMail.Envelope(), default));

        Assert.Empty(sink.Commands);
    }

    [Fact]
    public async Task Takes_no_reply_with_a_line_that_does_not_end()
    {
        await using var sink = SmtpSink.Start();
        sink.Answer("CONNECT", "220 " + new string('x', 4096));

        var failure = await Assert.ThrowsAsync<IOException>(() => Transport(sink).SendAsync(AMail.Envelope(), default));

        Assert.Contains("a line of more than 2048 bytes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_no_reply_that_does_not_end()
    {
        await using var sink = SmtpSink.Start();
        sink.Answer("CONNECT", string.Concat(Enumerable.Repeat("220-more\r\n", 100)) + "220 end");

        await Assert.ThrowsAsync<IOException>(() => Transport(sink).SendAsync(AMail.Envelope(), default));
    }

    [Fact]
    public async Task Keeps_dots_at_the_start_of_lines()
    {
        await using var sink = SmtpSink.Start();
        const string text = ".\n..\n.one\nend\n.\nQUIT\n";

        await Transport(sink).SendAsync(AMail.Envelope(AMail.Message(text: text)), default);

        Assert.Equal(text, (await sink.NextAsync()).Text);
        Assert.Empty(sink.Violations);
    }

    [Fact]
    public async Task Asks_for_SMTPUTF8_when_the_address_needs_it()
    {
        await using var sink = SmtpSink.Start(new SmtpSinkOptions { OffersSmtpUtf8 = true });

        await Transport(sink).SendAsync(AMail.Envelope(AMail.Message(to: "jörg@bücher.example")), default);

        var mail = await sink.NextAsync();
        Assert.Equal(["jörg@xn--bcher-kva.example"], mail.To);
        Assert.Equal("jörg@xn--bcher-kva.example", mail.Headers["To"].Single());
        Assert.Contains("MAIL FROM:<accounts@example.org> SMTPUTF8", sink.Commands);
        Assert.Empty(sink.Violations);
    }

    [Fact]
    public async Task Does_not_ask_for_SMTPUTF8_without_need()
    {
        await using var sink = SmtpSink.Start(new SmtpSinkOptions { OffersSmtpUtf8 = true });

        await Transport(sink).SendAsync(AMail.Envelope(AMail.Message(to: "\"Jörg\" <bob@bücher.example>", subject: "Grüße")), default);

        Assert.Equal(["bob@xn--bcher-kva.example"], (await sink.NextAsync()).To);
        Assert.Contains("MAIL FROM:<accounts@example.org>", sink.Commands);
    }

    [Fact]
    public async Task Refuses_for_ever_what_needs_SMTPUTF8_where_it_is_not_offered()
    {
        await using var sink = SmtpSink.Start();

        var refusal = await Assert.ThrowsAsync<MailRefusedException>(() =>
            Transport(sink).SendAsync(AMail.Envelope(AMail.Message(to: "jörg@example.com")), default));

        Assert.True(refusal.IsPermanent);
        Assert.DoesNotContain(sink.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Logs_the_id_and_not_the_address()
    {
        await using var sink = SmtpSink.Start();
        var logger = new RecordingLogger<SmtpTransport>();

        await new SmtpTransport(Options.Create(OptionsFor(sink)), _clock, logger).SendAsync(AMail.Envelope(), default);

        var (_, text) = Assert.Single(logger.Lines);
        Assert.Contains(AMail.Id.ToString(), text, StringComparison.Ordinal);
        Assert.DoesNotContain("example", text, StringComparison.Ordinal);
    }

    private SmtpTransport Transport(SmtpSink sink, SmtpMode? mode = null) => Transport(sink, OptionsFor(sink, mode));

    private SmtpTransport Transport(SmtpSink sink, EmailOptions options) =>
        new(Options.Create(options), _clock, NullLogger<SmtpTransport>.Instance)
        {
            CertificateValidation = (_, certificate, _, _) => sink.Certificate.Equals(certificate),
        };

    private static EmailOptions OptionsFor(SmtpSink sink, SmtpMode? mode = null, string? password = null) => new()
    {
        Transport = MailTransportKind.Smtp,
        Mode = mode ?? Enum.Parse<SmtpMode>(sink.Options.Mode.ToString()),
        Hostname = SmtpSink.Host,
        Port = sink.Port,
        Username = sink.Options.Account?.Username,
        Password = password ?? sink.Options.Account?.Password,
    };
}
