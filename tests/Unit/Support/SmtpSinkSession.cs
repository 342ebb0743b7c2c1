using System.Net.Security;
using System.Text;

namespace Portal.Tests.Unit.Support;

/// <summary>One connection to the <see cref="SmtpSink"/>.</summary>
internal sealed class SmtpSinkSession(SmtpSink sink, Stream stream) : IAsyncDisposable
{
    private const int LongestLine = 1000; // RFC 5321 §4.5.3.1.6, with CRLF
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SmtpSinkOptions _options = sink.Options;
    private readonly byte[] _byte = new byte[1];
    private Stream _stream = stream;
    private bool _greeted;
    private string? _username;
    private string? _from;
    private string _fromParameters = "";
    private List<string> _to = [];

    private bool IsEncrypted => _stream is SslStream;

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_options.Mode == SmtpSinkMode.Tls)
        {
            await EncryptAsync(cancellationToken);
        }

        await ReplyAsync("CONNECT", "220 sink ESMTP", cancellationToken);
        while (await ReadLineAsync(12288, cancellationToken) is { } line)
        {
            sink.NoteCommand(line);
            var verb = line.Split(' ')[0].ToUpperInvariant();
            var argument = line.Length > verb.Length ? line[(verb.Length + 1)..] : "";
            await HandleAsync(verb, argument, cancellationToken);
            if (verb is "QUIT")
            {
                return;
            }
        }
    }

    private Task HandleAsync(string verb, string argument, CancellationToken cancellationToken) => verb switch
    {
        "EHLO" when argument.Length > 0 => GreetAsync(cancellationToken),
        "STARTTLS" when _options.Mode == SmtpSinkMode.StartTls && !IsEncrypted => StartTlsAsync(cancellationToken),
        "AUTH" when _options.Account is not null && _username is null => SignInAsync(argument, cancellationToken),
        "MAIL" when !_greeted => RefuseAsync("503 5.5.1 EHLO first", "MAIL before EHLO", cancellationToken),
        "MAIL" when _options.Mode == SmtpSinkMode.StartTls && !IsEncrypted => RefuseAsync("530 5.7.0 STARTTLS first", "MAIL before STARTTLS", cancellationToken),
        "MAIL" when _options.Account is not null && _username is null => ReplyAsync("MAIL", "530 5.7.0 Sign in first", cancellationToken),
        "MAIL" when ReadPath(argument, "FROM:") is var (path, parameters) => SenderAsync(path, parameters, cancellationToken),
        "RCPT" when _from is not null && ReadPath(argument, "TO:") is var (path, _) => RecipientAsync(path, cancellationToken),
        "DATA" when argument.Length == 0 && _to.Count > 0 => ContentAsync(cancellationToken),
        "QUIT" => ReplyAsync("QUIT", "221 2.0.0 Bye", cancellationToken),
        _ => RefuseAsync("500 5.5.2 No", $"Not now, or not like this: {verb} {argument}", cancellationToken),
    };

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        _greeted = true;
        List<string> lines = ["sink", "SIZE 1000000"];
        if (_options.Mode == SmtpSinkMode.StartTls && !IsEncrypted)
        {
            lines.Add("STARTTLS");
        }

        if (_options.Account is not null && (IsEncrypted || _options.Mode == SmtpSinkMode.Plain))
        {
            lines.Add($"AUTH {string.Join(' ', _options.AuthMechanisms)}");
        }

        if (_options.OffersSmtpUtf8)
        {
            lines.Add("SMTPUTF8");
        }

        await ReplyAsync("EHLO", string.Join("\r\n", lines.Select((line, i) => $"250{(i < lines.Count - 1 ? '-' : ' ')}{line}")), cancellationToken);
    }

    private async Task StartTlsAsync(CancellationToken cancellationToken)
    {
        if (await ReplyAsync("STARTTLS", "220 2.0.0 Go on", cancellationToken))
        {
            await EncryptAsync(cancellationToken);
            _greeted = false; // RFC 3207 §4.2
        }
    }

    private async Task EncryptAsync(CancellationToken cancellationToken)
    {
        var encrypted = new SslStream(_stream);
        await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = sink.Certificate }, cancellationToken);
        _stream = encrypted;
    }

    private async Task SignInAsync(string argument, CancellationToken cancellationToken)
    {
        var words = argument.Split(' ');
        string? username = null;
        string? password = null;
        if (words is ["PLAIN", var response] && _options.AuthMechanisms.Contains("PLAIN"))
        {
            if (Decode(response).Split('\0') is ["", var authentication, var secret])
            {
                (username, password) = (authentication, secret);
            }
        }
        else if (words is ["LOGIN"] && _options.AuthMechanisms.Contains("LOGIN"))
        {
            username = await AskAsync("Username:", cancellationToken);
            password = await AskAsync("Password:", cancellationToken);
        }
        else
        {
            await RefuseAsync("504 5.5.4 Not that", $"AUTH {argument}", cancellationToken);
            return;
        }

        var isRight = (username, password) == _options.Account;
        if (await ReplyAsync("AUTH", isRight ? "235 2.7.0 Welcome" : "535 5.7.8 Wrong", cancellationToken))
        {
            _username = isRight ? username : null;
        }
    }

    private async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        await WriteAsync($"334 {Convert.ToBase64String(Encoding.ASCII.GetBytes(question))}", cancellationToken);
        return Decode(await ReadLineAsync(12288, cancellationToken) ?? "");
    }

    private async Task SenderAsync(string path, string parameters, CancellationToken cancellationToken)
    {
        if (await ReplyAsync("MAIL", "250 2.1.0 Good", cancellationToken))
        {
            (_from, _fromParameters, _to) = (path, parameters, []);
        }
    }

    private async Task RecipientAsync(string path, CancellationToken cancellationToken)
    {
        if (await ReplyAsync("RCPT", "250 2.1.5 Good", cancellationToken))
        {
            _to.Add(path);
        }
    }

    private async Task ContentAsync(CancellationToken cancellationToken)
    {
        if (!await ReplyAsync("DATA", "354 Go on", cancellationToken))
        {
            return;
        }

        var allowsUtf8 = _fromParameters.Contains("SMTPUTF8", StringComparison.Ordinal);
        var content = new StringBuilder();
        while (true)
        {
            var line = await ReadLineAsync(LongestLine, cancellationToken) ?? throw new IOException("The client went away.");
            if (line is ".")
            {
                break;
            }

            if (content.Length == 0 && sink.TakeStep("CONTENT") is { } step)
            {
                await PlayAsync(step, cancellationToken);
            }

            if (line.StartsWith('.') && !line.StartsWith("..", StringComparison.Ordinal))
            {
                sink.NoteViolation("A dot at the start of a line is not doubled.");
            }

            if (!allowsUtf8 && !Ascii.IsValid(line))
            {
                sink.NoteViolation("The content is not 7-bit.");
            }

            content.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        if (await ReplyAsync(".", "250 2.0.0 Kept", cancellationToken))
        {
            sink.Keep(new ReceivedMail(_from!, [.. _to], content.ToString(), IsEncrypted, _username));
            (_from, _to) = (null, []);
        }
    }

    private Task RefuseAsync(string reply, string violation, CancellationToken cancellationToken)
    {
        sink.NoteViolation(violation);
        return WriteAsync(reply, cancellationToken);
    }

    /// <returns>Whether the client may go on.</returns>
    private async Task<bool> ReplyAsync(string moment, string usual, CancellationToken cancellationToken)
    {
        if (sink.TakeStep(moment) is { } step)
        {
            await PlayAsync(step, cancellationToken);
            return step.Reply is ['2' or '3', ..];
        }

        await WriteAsync(usual, cancellationToken);
        return usual[0] is '2' or '3';
    }

    private async Task PlayAsync(SmtpSink.Step step, CancellationToken cancellationToken)
    {
        step.Reached.TrySetResult();
        if (step.Drops)
        {
            throw new IOException("Dropped, as the script says.");
        }

        if (step.Reply is null)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken); // until the test is over
        }

        await WriteAsync(step.Reply!, cancellationToken);
    }

    private async Task WriteAsync(string reply, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Utf8.GetBytes(reply + "\r\n"), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    /// <summary>A line that ends in CRLF and holds neither elsewhere.</summary>
    private async Task<string?> ReadLineAsync(int longest, CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        while (true)
        {
            // Byte by byte, so that nothing of what comes after STARTTLS is read too early.
            if (await _stream.ReadAsync(_byte, cancellationToken) == 0)
            {
                return null;
            }

            if (_byte[0] == '\n' && line is [.., (byte)'\r'])
            {
                line.RemoveAt(line.Count - 1);
                return Utf8.GetString([.. line]);
            }

            if (_byte[0] == '\n' || line is [.., (byte)'\r'] || line.Count >= longest)
            {
                sink.NoteViolation(line.Count >= longest ? "A line is too long." : "CR or LF stands alone.");
                throw new IOException("The client does not speak SMTP.");
            }

            line.Add(_byte[0]);
        }
    }

    private static (string Path, string Parameters)? ReadPath(string argument, string keyword)
    {
        var end = argument.IndexOf('>', StringComparison.Ordinal);
        return argument.StartsWith(keyword + "<", StringComparison.Ordinal) && end > 0
            ? (argument[(keyword.Length + 1)..end], argument[(end + 1)..])
            : null;
    }

    private static string Decode(string base64) => Utf8.GetString(Convert.FromBase64String(base64));
}
