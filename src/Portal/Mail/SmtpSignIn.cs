using System.Text;
using Portal.Identity.Accounts;

namespace Portal.Mail;

/// <summary>AUTH (RFC 4954) with PLAIN (RFC 4616) or, where the server knows nothing better, LOGIN.</summary>
internal static class SmtpSignIn
{
    private const int Continue = 334;

    /// <remarks>Sends nothing unless the connection <paramref name="isPrivate"/>, that is, nobody on the way can read along.</remarks>
    /// <exception cref="MailRefusedException">Not permanent: the operator can mend it while the mail waits.</exception>
    public static async Task RunAsync(
        SmtpConnection connection, SmtpCapabilities capabilities, SmtpCredentials credentials, bool isPrivate, CancellationToken cancellationToken)
    {
        if (!isPrivate)
        {
            throw new MailRefusedException(
                $"The connection to the mail server is not encrypted, so the password was not sent; set {EmailOptions.Section}:Mode to StartTls or Tls.",
                isPermanent: false);
        }

        var reply =
            capabilities.HasAuth("PLAIN") ? await PlainAsync(connection, credentials, cancellationToken)
            : capabilities.HasAuth("LOGIN") ? await LoginAsync(connection, credentials, cancellationToken)
            : throw new MailRefusedException(
                $"The mail server offers neither AUTH PLAIN nor AUTH LOGIN; remove {EmailOptions.Section}:Username, or set another mode.",
                isPermanent: false);
        if (!reply.IsCompleted)
        {
            throw new MailRefusedException(
                $"The mail server refused the sign-in ({reply.Status}); check {EmailOptions.Section}:Username and the password.",
                isPermanent: false,
                reply.Code);
        }
    }

    private static Task<SmtpReply> PlainAsync(SmtpConnection connection, SmtpCredentials credentials, CancellationToken cancellationToken) =>
        connection.CommandAsync($"AUTH PLAIN {Base64($"\0{credentials.Username}\0{credentials.Password}")}", cancellationToken);

    private static async Task<SmtpReply> LoginAsync(SmtpConnection connection, SmtpCredentials credentials, CancellationToken cancellationToken)
    {
        var reply = await connection.CommandAsync("AUTH LOGIN", cancellationToken);
        if (reply.Code == Continue)
        {
            reply = await connection.CommandAsync(Base64(credentials.Username), cancellationToken);
        }

        return reply.Code == Continue ? await connection.CommandAsync(Base64(credentials.Password), cancellationToken) : reply;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
