using System.Collections.Concurrent;
using Portal.Identity.Accounts;

namespace Portal.Tests.Unit.Support;

/// <summary>Keeps the mails that it is given; fails when the test says so.</summary>
internal sealed class RecordingMailer : IAccountMailer
{
    private readonly ConcurrentQueue<VerificationCodeMail> _codes = new();
    private readonly ConcurrentQueue<NoticeMail> _notices = new();

    /// <summary>Every mail that was taken, in order.</summary>
    public IReadOnlyList<VerificationCodeMail> Codes => [.. _codes];

    /// <summary>Every notice that was taken, in order.</summary>
    public IReadOnlyList<NoticeMail> Notices => [.. _notices];

    /// <summary>Called before a mail is taken; what it throws is the mail server's answer.</summary>
    public Func<VerificationCodeMail, CancellationToken, Task> BeforeTaking { get; set; } = (_, _) => Task.CompletedTask;

    public async Task SendVerificationCodeAsync(VerificationCodeMail mail, CancellationToken cancellationToken)
    {
        await BeforeTaking(mail, cancellationToken);
        _codes.Enqueue(mail);
    }

    public Task SendNoticeAsync(NoticeMail mail, CancellationToken cancellationToken)
    {
        _notices.Enqueue(mail);
        return Task.CompletedTask;
    }
}
