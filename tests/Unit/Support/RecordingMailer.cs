using System.Collections.Concurrent;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Notices;

namespace Portal.Tests.Unit.Support;

/// <summary>Keeps the mails that it is given; fails when the test says so.</summary>
internal sealed class RecordingMailer : IAccountMailer
{
    private readonly ConcurrentQueue<VerificationCodeMail> _codes = new();
    private readonly ConcurrentQueue<NoticeMail> _notices = new();
    private readonly ConcurrentQueue<RecoveryLinkMail> _links = new();

    /// <summary>Every mail that was taken, in order.</summary>
    public IReadOnlyList<VerificationCodeMail> Codes => [.. _codes];

    /// <summary>Every notice that was taken, in order.</summary>
    public IReadOnlyList<NoticeMail> Notices => [.. _notices];

    /// <summary>Every link that was taken, in order.</summary>
    public IReadOnlyList<RecoveryLinkMail> Links => [.. _links];

    /// <summary>Called before a link is taken; what it throws is the mail server's answer.</summary>
    public Func<RecoveryLinkMail, Task> BeforeTakingLink { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before a mail is taken; what it throws is the mail server's answer.</summary>
    public Func<VerificationCodeMail, CancellationToken, Task> BeforeTaking { get; set; } = (_, _) => Task.CompletedTask;

    public async Task SendVerificationCodeAsync(VerificationCodeMail mail, CancellationToken cancellationToken)
    {
        await BeforeTaking(mail, cancellationToken);
        _codes.Enqueue(mail);
    }

    public async Task SendRecoveryLinkAsync(RecoveryLinkMail mail, CancellationToken cancellationToken)
    {
        await BeforeTakingLink(mail);
        _links.Enqueue(mail);
    }

    public Task SendNoticeAsync(NoticeMail mail, CancellationToken cancellationToken)
    {
        _notices.Enqueue(mail);
        return Task.CompletedTask;
    }
}
