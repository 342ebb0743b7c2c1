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

    /// <summary>How many mails were looked at so far.</summary>
    public int Count => _read.Count;

    /// <summary>Everything that has come so far, to whomever: the address and the code. A mail that came twice, word for word, counts once.</summary>
    public async Task<IReadOnlyList<(string Address, string Code)>> AllAsync()
    {
        await CountAsync("");
        return [.. _read.SelectMany(mail => mail.To, (mail, address) => (address, Code().Match(mail.Text).Value)).Distinct()];
    }

    /// <summary>The code number <paramref name="number"/> that came for the address, counted from 1; waits for it to come.</summary>
    public async Task<string> CodeAsync(string address, int number = 1)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (true)
        {
            var codes = (await AllAsync()).Where(mail => mail.Address == address && mail.Code.Length > 0).ToList(); // others tell what happened
            if (codes.Count >= number)
            {
                return codes[number - 1].Code;
            }

            _read.Add(await _server.NextAsync(timeout.Token));
        }
    }

    /// <summary>The first mail for the address that is meant; waits for it to come.</summary>
    public async Task<ReceivedMail> MailAsync(string address, Func<ReceivedMail, bool> isMeant)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (true)
        {
            if (_read.Find(mail => mail.To.Contains(address) && isMeant(mail)) is { } mail)
            {
                return mail;
            }

            _read.Add(await _server.NextAsync(timeout.Token));
        }
    }

    /// <summary>Link number <paramref name="number"/> to a new password that came for the address, counted from 1; waits for it to come.</summary>
    public Task<string> LinkAsync(string address, int number = 1) => LinkAsync(Link(), address, number);

    /// <summary>Link number <paramref name="number"/> to take an account back that came for the address, counted from 1; waits for it to come.</summary>
    public Task<string> TakeBackLinkAsync(string address, int number = 1) => LinkAsync(TakeBackLink(), address, number);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<string> LinkAsync(Regex kind, string address, int number)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (true)
        {
            await CountAsync("");
            var links = _read.Where(mail => mail.To.Contains(address)).Select(mail => kind.Match(mail.Text).Value).Where(link => link.Length > 0).ToList();
            if (links.Count >= number)
            {
                return links[number - 1];
            }

            _read.Add(await _server.NextAsync(timeout.Token));
        }
    }

    [GeneratedRegex(@"(?m)^\d{3} \d{3}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?m)^http\S+/recovery\?ticket=\S+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?m)^http\S+/not-me\?ticket=\S+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TakeBackLink();
}
