using System.Diagnostics;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts;

namespace Portal.Mail;

/// <summary>Hands a mail to a program that takes the arguments of <c>sendmail</c> and reads the mail from its standard input.</summary>
internal sealed class SendmailTransport(IOptions<EmailOptions> options, TimeProvider clock, ILogger<SendmailTransport> logger) : IMailTransport
{
    public const string DefaultCommand = "sendmail";

    public async Task SendAsync(MailEnvelope envelope, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(clock, cancellationToken);
        try
        {
            Judge(await RunAsync(envelope, deadline.Token));
        }
        catch (OperationCanceledException exception) when (deadline.HasPassed)
        {
            throw new TimeoutException("The sendmail command took too long.", exception);
        }

        MailLog.HandedToCommand(logger, envelope.Message.MessageId);
    }

    private async Task<int> RunAsync(MailEnvelope envelope, CancellationToken cancellationToken)
    {
        // Arguments, not a command line: no shell reads the address. "--" because an address may start with a dash.
        string[] arguments = ["-i", "-f", envelope.From.Address, "--", envelope.To.Address];
        var start = new ProcessStartInfo(options.Value.Command ?? DefaultCommand, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new IOException("The sendmail command did not start.");
        try
        {
            // Read and forgotten: they repeat addresses, and a full pipe would stop the program.
            var output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancellationToken);
            var errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancellationToken);
            await WriteAsync(process, envelope.Content, cancellationToken);
            await Task.WhenAll(output, errors, process.WaitForExitAsync(cancellationToken));
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task WriteAsync(Process process, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await using var input = process.StandardInput.BaseStream;
            await input.WriteAsync(WithLocalLineEnds(content.Span), cancellationToken);
        }
        catch (IOException)
        {
            // It stopped reading; its exit code says why.
        }
    }

    /// <summary>LF only: the program makes CRLF of it, and some would make two line ends of ours.</summary>
    private static byte[] WithLocalLineEnds(ReadOnlySpan<byte> content)
    {
        var lines = new List<byte>(content.Length);
        foreach (var value in content)
        {
            if (value != '\r')
            {
                lines.Add(value);
            }
        }

        return [.. lines];
    }

    /// <summary>Exit codes are those of <c>sysexits.h</c>: 65 bad data, 67 no such user, 68 no such host; 75 and all others may pass.</summary>
    private static void Judge(int exitCode)
    {
        if (exitCode != 0)
        {
            throw new MailRefusedException(
                $"The sendmail command ended with exit code {exitCode:D}.", isPermanent: exitCode is 65 or 67 or 68, exitCode);
        }
    }
}
