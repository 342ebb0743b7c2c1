using System.Globalization;
using System.Net.Security;
using System.Text;

namespace Portal.Mail;

/// <summary>Commands, replies and content on a stream (RFC 5321 §2.3.7, §4.2 and §4.5.2). Knows no order of things: that is <see cref="SmtpTransport"/>'s.</summary>
internal sealed class SmtpConnection(Stream stream) : IAsyncDisposable
{
    // More than RFC 5321 §4.5.3.1.5 asks for, less than a hostile server could fill our memory with.
    private const int LongestLine = 2048;
    private const int MostLines = 100;

    private readonly byte[] _buffer = new byte[LongestLine];
    private Stream _stream = stream;
    private int _unread; // where the unread bytes of the buffer start
    private int _filled; // and where they end

    /// <summary>Whether the server's certificate was accepted and everything from here on is encrypted.</summary>
    public bool IsEncrypted => _stream is SslStream;

    /// <exception cref="IOException">The connection ended, or the server does not speak SMTP.</exception>
    public async Task<SmtpReply> ReadReplyAsync(CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        int? code = null;
        while (texts.Count < MostLines)
        {
            var line = await ReadLineAsync(cancellationToken);
            if (!TryReadCode(line, out var lineCode) || (code ??= lineCode) != lineCode)
            {
                throw new IOException("The mail server's reply is not SMTP.");
            }

            texts.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ')
            {
                return new SmtpReply(lineCode, texts);
            }
        }

        throw new IOException($"The mail server's reply has more than {MostLines} lines.");
    }

    /// <exception cref="ArgumentException">The command holds a control character and could be two.</exception>
    public async Task<SmtpReply> CommandAsync(string command, CancellationToken cancellationToken)
    {
        if (command.Any(char.IsControl))
        {
            throw new ArgumentException("The command holds a control character.", nameof(command));
        }

        await _stream.WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
        return await ReadReplyAsync(cancellationToken);
    }

    /// <summary>Sends what DATA announced, up to the final dot.</summary>
    public async Task<SmtpReply> ContentAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(DotStuffing.Apply(content.Span), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
        return await ReadReplyAsync(cancellationToken);
    }

    /// <summary>Encrypts the connection from here on.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The certificate is not trusted, or not this server's.</exception>
    public async Task EncryptAsync(SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        if (_unread != _filled)
        {
            // Somebody on the way put words before the encryption, to be taken for the server's afterwards.
            throw new IOException("The mail server sent more than its reply before the encryption began.");
        }

        var encrypted = new SslStream(_stream);
        _stream = encrypted;
        await encrypted.AuthenticateAsClientAsync(options, cancellationToken);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static bool TryReadCode(string line, out int code)
    {
        code = 0;
        return line.Length >= 3
            && (line.Length == 3 || line[3] is ' ' or '-')
            && int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out code)
            && code is >= 200 and < 600;
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_unread.._filled).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _unread, length).TrimEnd('\r');
                _unread += length + 1;
                return line;
            }

            _buffer.AsSpan(_unread.._filled).CopyTo(_buffer);
            (_unread, _filled) = (0, _filled - _unread);
            if (_filled == _buffer.Length)
            {
                throw new IOException($"The mail server's reply has a line of more than {LongestLine} bytes.");
            }

            var read = await _stream.ReadAsync(_buffer.AsMemory(_filled), cancellationToken);
            if (read == 0)
            {
                throw new IOException("The mail server ended the connection.");
            }

            _filled += read;
        }
    }
}
