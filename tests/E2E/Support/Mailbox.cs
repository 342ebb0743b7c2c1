using System.Text.RegularExpressions;
using Portal.Tests.Unit.Support;

namespace Portal.Tests.E2E.Support;

/// <summary>A mail server, and everybody's inbox on it.</summary>
internal sealed partial class Mailbox : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SmtpSink _server = SmtpSink.Start();
    private readonly List<ReceivedMail> _read = [];

    public string Host { get; } = SmtpSink.Host;

    public int Port => _server.Port;

    /// <summary>How many mails have come for the address so far.</summary>
    public async Task<int> CountAsync(string address)
    {
        while (_server.HasMail)
        {
            _read.Add(await _server.NextAsync());
        }

        return _read.Count(mail => mail.To.Contains(address));
    }

    /// <summary>The code in the address's mail number <paramref name="number"/>, counted from 1; waits for it to come.</summary>
    public async Task<string> CodeAsync(string address, int number = 1)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (await CountAsync(address) < number)
        {
            _read.Add(await _server.NextAsync(timeout.Token));
        }

        var mail = _read.Where(mail => mail.To.Contains(address)).ElementAt(number - 1);
        return Code().Match(mail.Text).Value;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [GeneratedRegex(@"(?m)^\d{3} \d{3}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
