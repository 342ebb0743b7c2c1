namespace Portal.Mail;

/// <summary>What signs in to the mail server.</summary>
internal sealed record SmtpCredentials(string Username, string Password)
{
    /// <returns><see langword="null"/> if no sign-in is configured.</returns>
    public static async Task<SmtpCredentials?> ReadAsync(EmailOptions options, CancellationToken cancellationToken)
    {
        if (options.Username is not { } username)
        {
            return null;
        }

        var password = options.PasswordFile is { } file
            ? (await File.ReadAllTextAsync(file, cancellationToken)).TrimEnd('\r', '\n') // editors end the last line
            : options.Password ?? "";
        return new SmtpCredentials(username, password);
    }

    public override string ToString() => nameof(SmtpCredentials);
}
