namespace Portal.Mail;

/// <summary>What the log learns of a mail: its id, never its address or content.</summary>
internal static partial class MailLog
{
    [LoggerMessage(4001, LogLevel.Information, "Handed mail {MessageId} to the mail server.")]
    public static partial void HandedToServer(ILogger logger, Guid messageId);

    [LoggerMessage(4002, LogLevel.Information, "Handed mail {MessageId} to the sendmail command.")]
    public static partial void HandedToCommand(ILogger logger, Guid messageId);

    [LoggerMessage(4003, LogLevel.Warning, "Dropped mail {MessageId}, because Portal:Email:Transport is None; set it to Smtp or Sendmail to send mail.")]
    public static partial void Dropped(ILogger logger, Guid messageId);
}
