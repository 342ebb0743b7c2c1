using System.Collections.Immutable;

namespace Portal.Mail;

/// <summary>Keeps the last mails in memory, for development. Never in use beside another transport.</summary>
internal sealed class InboxTransport(TimeProvider clock) : IMailTransport
{
    /// <summary>How many mails are kept; the oldest make room.</summary>
    public const int Capacity = 50;

    private ImmutableList<InboxMail> _mails = [];

    /// <summary>A mail came in. Raised on the sender's thread.</summary>
    public event EventHandler? Changed;

    /// <summary>Newest first; the list does not change any more, a later one is another.</summary>
    public IReadOnlyList<InboxMail> Mails => Volatile.Read(ref _mails);

    public Task SendAsync(MailEnvelope envelope, CancellationToken cancellationToken)
    {
        var mail = new InboxMail(clock.GetUtcNow(), envelope.Message);
        ImmutableInterlocked.Update(ref _mails, static (mails, newest) => [newest, .. mails.Take(Capacity - 1)], mail);
        Changed?.Invoke(this, EventArgs.Empty);
        return Task.CompletedTask;
    }
}
