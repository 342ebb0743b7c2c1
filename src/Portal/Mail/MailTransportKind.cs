namespace Portal.Mail;

/// <summary>How mails leave the house.</summary>
internal enum MailTransportKind
{
    /// <summary>Not at all: every mail is dropped, with a warning in the log.</summary>
    None,

    /// <summary>To a mail server, over SMTP.</summary>
    Smtp,

    /// <summary>Through a local program that takes what <c>sendmail</c> takes.</summary>
    Sendmail,

    /// <summary>Into memory, to be read on the development inbox page.</summary>
    Inbox,
}
