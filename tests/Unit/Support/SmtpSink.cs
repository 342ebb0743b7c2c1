using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;

namespace Portal.Tests.Unit.Support;

/// <summary>A mail server on loopback that keeps what it gets. Strict: what breaks RFC 5321 is refused and noted in <see cref="Violations"/>.</summary>
/// <remarks>
/// Moments that can be scripted, each once a call, in the order of the calls: CONNECT, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA,
/// CONTENT (its first line came), "." (all content came) and QUIT.
/// </remarks>
public sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<ReceivedMail> _mails = Channel.CreateUnbounded<ReceivedMail>();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Step>> _script = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly Task _accepting;

    private SmtpSink(SmtpSinkOptions options)
    {
        Options = options;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public static SmtpSink Start(SmtpSinkOptions? options = null) => new(options ?? new SmtpSinkOptions());

    public SmtpSinkOptions Options { get; }

    public static string Host => "127.0.0.1";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Self-signed, for <c>localhost</c> and 127.0.0.1.</summary>
    public X509Certificate2 Certificate { get; } = CreateCertificate();

    /// <summary>Every command of every client, in order, without line ends.</summary>
    public IReadOnlyList<string> Commands => [.. _commands];

    /// <summary>What clients did against the protocol.</summary>
    public IReadOnlyList<string> Violations => [.. _violations];

    /// <summary>The next mail that nobody has asked for yet; waits for one.</summary>
    public async Task<ReceivedMail> NextAsync(CancellationToken cancellationToken = default) => await _mails.Reader.ReadAsync(cancellationToken);

    /// <summary>Whether a mail is there that nobody has asked for yet.</summary>
    public bool HasMail => _mails.Reader.TryPeek(out _);

    /// <summary>Says this instead of the usual; CRLF is added.</summary>
    public void Answer(string moment, string reply) => Add(moment, new Step(reply, Drops: false));

    /// <summary>Ends the connection without a word.</summary>
    public void Drop(string moment) => Add(moment, new Step(null, Drops: true));

    /// <summary>Says nothing, and keeps the connection. The task completes when the client has begun to wait.</summary>
    public Task Stall(string moment)
    {
        var step = new Step(null, Drops: false);
        Add(moment, step);
        return step.Reached.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        Certificate.Dispose();
        _stop.Dispose();
    }

    internal void NoteCommand(string command) => _commands.Enqueue(command);

    internal void NoteViolation(string violation) => _violations.Enqueue(violation);

    internal void Keep(ReceivedMail mail) => _mails.Writer.TryWrite(mail);

    /// <summary>What the script has for the moment; <see langword="null"/> for the usual course.</summary>
    internal Step? TakeStep(string moment) =>
        _script.TryGetValue(moment, out var steps) && steps.TryDequeue(out var step) ? step : null;

    private void Add(string moment, Step step) => _script.GetOrAdd(moment, _ => new ConcurrentQueue<Step>()).Enqueue(step);

    private async Task AcceptAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
            {
                sessions.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await using var session = new SmtpSinkSession(this, client.GetStream());
                await session.RunAsync(_stop.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException
                or System.Security.Authentication.AuthenticationException)
            {
                // The client went away, did not trust us, or the test is over.
            }
        }
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(
            new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null); // SslStream wants a key of its own
    }

    /// <summary>Something other than the usual: a reply, silence, or the end.</summary>
    internal sealed record Step(string? Reply, bool Drops)
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
