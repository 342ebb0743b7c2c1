namespace Portal.Mail;

/// <summary>Drops every mail and says so.</summary>
internal sealed class NullTransport(ILogger<NullTransport> logger) : IMailTransport
{
    public Task SendAsync(MailEnvelope envelope, CancellationToken cancellationToken)
    {
        MailLog.Dropped(logger, envelope.Message.MessageId);
        return Task.CompletedTask;
    }
}
