using System.Net;
using Microsoft.Extensions.Options;

namespace Portal.Mail;

/// <summary>Says in one sentence each what is wrong with <see cref="EmailOptions"/>: the key, the value, the remedy. Never the password.</summary>
internal sealed class EmailOptionsValidator : IValidateOptions<EmailOptions>
{
    private const string Section = EmailOptions.Section;

    public ValidateOptionsResult Validate(string? name, EmailOptions options)
    {
        string[] failures =
        [
            .. Mailboxes(options),
            .. Enum.IsDefined(options.Transport)
                ? Strangers(options)
                : [$"{Section}:Transport is {options.Transport:D}; set it to None, Smtp, Sendmail or Inbox."],
            .. options.Transport == MailTransportKind.Smtp ? Smtp(options) : [],
        ];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Mailboxes(EmailOptions options)
    {
        if (!Mailbox.TryParse(options.From, out _))
        {
            yield return NotAMailbox(nameof(options.From), options.From);
        }

        if (options.ReplyTo is { } replyTo && !Mailbox.TryParse(replyTo, out _))
        {
            yield return NotAMailbox(nameof(options.ReplyTo), replyTo);
        }
    }

    private static string NotAMailbox(string key, string value) =>
        $"{Section}:{key} is '{value}', which is not a mailbox; write it like \"Example\" <accounts@example.org>.";

    /// <summary>Options of a transport that is not in use: a sign that the operator means another.</summary>
    private static IEnumerable<string> Strangers(EmailOptions options)
    {
        (string Key, string? Value, MailTransportKind Transport)[] owned =
        [
            (nameof(options.Mode), options.Mode?.ToString(), MailTransportKind.Smtp),
            (nameof(options.Hostname), options.Hostname, MailTransportKind.Smtp),
            (nameof(options.Port), options.Port is { } port ? $"{port:D}" : null, MailTransportKind.Smtp),
            (nameof(options.Username), options.Username, MailTransportKind.Smtp),
            (nameof(options.Password), options.Password is null ? null : "(hidden)", MailTransportKind.Smtp),
            (nameof(options.PasswordFile), options.PasswordFile, MailTransportKind.Smtp),
            (nameof(options.Command), options.Command, MailTransportKind.Sendmail),
        ];
        return
            from option in owned
            where option.Value is not null && option.Transport != options.Transport
            select $"{Section}:{option.Key} is '{option.Value}' but {Section}:Transport is {options.Transport}; "
                + $"remove it, or set {Section}:Transport to {option.Transport}.";
    }

    private static IEnumerable<string> Smtp(EmailOptions options)
    {
        if (options.Mode is not { } mode)
        {
            yield return $"{Section}:Mode is missing; set it to Plain, StartTls or Tls.";
        }
        else if (!Enum.IsDefined(mode))
        {
            yield return $"{Section}:Mode is {mode:D}; set it to Plain, StartTls or Tls.";
        }

        if (string.IsNullOrWhiteSpace(options.Hostname))
        {
            yield return $"{Section}:Hostname is missing; set it to the name of the mail server.";
        }
        else if (Uri.CheckHostName(options.Hostname) == UriHostNameType.Unknown)
        {
            yield return $"{Section}:Hostname is '{options.Hostname}', which is not a host name; leave out scheme, port and path.";
        }

        if (options.Port is < 1 or > 65535)
        {
            yield return $"{Section}:Port is {options.Port:D}; set it to a number from 1 to 65535, or remove it.";
        }

        foreach (var failure in Credentials(options))
        {
            yield return failure;
        }
    }

    private static IEnumerable<string> Credentials(EmailOptions options)
    {
        var hasPassword = options.Password is not null || options.PasswordFile is not null;
        if (options is { Password: not null, PasswordFile: not null })
        {
            yield return $"{Section}:PasswordFile is '{options.PasswordFile}' but {Section}:Password is set too; remove one of them.";
        }

        if (options.Username is not null && !hasPassword)
        {
            yield return $"{Section}:Username is '{options.Username}' without a password; "
                + $"set {Section}:Password or {Section}:PasswordFile, or remove it.";
        }

        if (options.Username is null && hasPassword)
        {
            yield return $"{Section}:Username is missing although a password is set; set it, or remove the password.";
        }

        if (options is { Username: not null, Mode: SmtpMode.Plain, Hostname: { } hostname } && !IsLoopback(hostname))
        {
            yield return $"{Section}:Mode is Plain, which would show the password to the network between here and '{hostname}'; "
                + "set it to StartTls or Tls.";
        }

        if (options is { PasswordFile: { } file, Password: null } && !File.Exists(file))
        {
            yield return $"{Section}:PasswordFile is '{file}', where there is no file; create it, or correct the path.";
        }
    }

    private static bool IsLoopback(string hostname) =>
        hostname.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(hostname, out var address) && IPAddress.IsLoopback(address));
}
