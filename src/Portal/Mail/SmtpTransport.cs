using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts;

namespace Portal.Mail;

/// <summary>Hands a mail to a mail server (RFC 5321), one connection a mail.</summary>
/// <remarks>Our own because the framework's client knows no implicit TLS and no AUTH PLAIN, and tells no refusal of a mail from a fault.</remarks>
internal sealed class SmtpTransport(IOptions<EmailOptions> options, TimeProvider clock, ILogger<SmtpTransport> logger) : IMailTransport
{
    private readonly EmailOptions _options = options.Value;

    /// <summary>Judges the server's certificate in the system's place. For tests, which make their own.</summary>
    internal RemoteCertificateValidationCallback? CertificateValidation { get; init; }

    public async Task SendAsync(MailEnvelope envelope, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(clock, cancellationToken);
        try
        {
            await DeliverAsync(envelope, deadline.Token);
        }
        catch (OperationCanceledException exception) when (deadline.HasPassed)
        {
            throw new TimeoutException("The mail server took too long.", exception);
        }

        MailLog.HandedToServer(logger, envelope.Message.MessageId);
    }

    private async Task DeliverAsync(MailEnvelope envelope, CancellationToken cancellationToken)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(_options.Hostname!, PortOf(_options), cancellationToken);
        await using var connection = new SmtpConnection(client.GetStream());

        var capabilities = await OpenAsync(connection, (IPEndPoint)client.Client.LocalEndPoint!, cancellationToken);
        if (await SmtpCredentials.ReadAsync(_options, cancellationToken) is { } credentials)
        {
            var isPrivate = connection.IsEncrypted || IPAddress.IsLoopback(((IPEndPoint)client.Client.RemoteEndPoint!).Address);
            await SmtpSignIn.RunAsync(connection, capabilities, credentials, isPrivate, cancellationToken);
        }

        await TransferAsync(connection, capabilities, envelope, cancellationToken);
        await QuitAsync(connection, cancellationToken);
    }

    /// <summary>Greeting, encryption and EHLO; after STARTTLS all that was said before is forgotten (RFC 3207 §4.2).</summary>
    private async Task<SmtpCapabilities> OpenAsync(SmtpConnection connection, IPEndPoint local, CancellationToken cancellationToken)
    {
        var tls = new SslClientAuthenticationOptions
        {
            TargetHost = _options.Hostname,
            RemoteCertificateValidationCallback = CertificateValidation,
        };
        if (_options.Mode == SmtpMode.Tls)
        {
            await connection.EncryptAsync(tls, cancellationToken);
        }

        Expect(await connection.ReadReplyAsync(cancellationToken), "the connection");
        var capabilities = await HelloAsync(connection, local, cancellationToken);
        if (_options.Mode != SmtpMode.StartTls)
        {
            return capabilities;
        }

        if (!capabilities.Has("STARTTLS"))
        {
            throw new MailRefusedException(
                $"The mail server does not offer STARTTLS, so nothing was sent; set {EmailOptions.Section}:Mode to Tls, or turn it on there.",
                isPermanent: false);
        }

        Expect(await connection.CommandAsync("STARTTLS", cancellationToken), "STARTTLS");
        await connection.EncryptAsync(tls, cancellationToken);
        return await HelloAsync(connection, local, cancellationToken);
    }

    private static async Task<SmtpCapabilities> HelloAsync(SmtpConnection connection, IPEndPoint local, CancellationToken cancellationToken)
    {
        var reply = await connection.CommandAsync($"EHLO {AddressLiteral(local.Address)}", cancellationToken);
        Expect(reply, "EHLO");
        return new SmtpCapabilities(reply);
    }

    private static async Task TransferAsync(
        SmtpConnection connection, SmtpCapabilities capabilities, MailEnvelope envelope, CancellationToken cancellationToken)
    {
        if (envelope.NeedsSmtpUtf8 && !capabilities.Has("SMTPUTF8"))
        {
            throw new MailRefusedException("The mail server cannot send to an address with letters beyond ASCII.", isPermanent: true);
        }

        var parameters = envelope.NeedsSmtpUtf8 ? " SMTPUTF8" : "";
        ExpectForMail(await connection.CommandAsync($"MAIL FROM:<{envelope.From.Address}>{parameters}", cancellationToken), "the sender");
        ExpectForMail(await connection.CommandAsync($"RCPT TO:<{envelope.To.Address}>", cancellationToken), "the recipient");
        ExpectForMail(await connection.CommandAsync("DATA", cancellationToken), "the mail", 354);
        ExpectForMail(await connection.ContentAsync(envelope.Content, cancellationToken), "the mail");
    }

    /// <summary>A farewell; the mail is the server's already, so nothing that happens here is a failure.</summary>
    private static async Task QuitAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.CommandAsync("QUIT", cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
        }
    }

    private static void Expect(SmtpReply reply, string what)
    {
        if (!reply.IsCompleted)
        {
            throw new MailRefusedException($"The mail server refused {what} ({reply.Status}).", isPermanent: false, reply.Code);
        }
    }

    private static void ExpectForMail(SmtpReply reply, string what, int? code = null)
    {
        if (code is null ? !reply.IsCompleted : reply.Code != code)
        {
            throw new MailRefusedException($"The mail server refused {what} ({reply.Status}).", reply.IsPermanentFailure, reply.Code);
        }
    }

    /// <summary>RFC 5321 §4.1.3; a host name would need to be one that the server can look up.</summary>
    private static string AddressLiteral(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[IPv6:{new IPAddress(address.GetAddressBytes())}]" // without the zone
            : $"[{address}]";
    }

    private static int PortOf(EmailOptions options) => options.Port ?? options.Mode switch
    {
        SmtpMode.Tls => 465,
        SmtpMode.StartTls => 587,
        _ => 25,
    };
}
