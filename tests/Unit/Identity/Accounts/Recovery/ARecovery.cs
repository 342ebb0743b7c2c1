using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Recovery;
using Portal.Identity.Authorizations;
using Portal.Tests.Unit.Support;

namespace Portal.Tests.Unit.Identity.Accounts.Recovery;

/// <summary>Somebody who has forgotten a password: what they do, step by step.</summary>
internal sealed class ARecovery(IdentityHost host)
{
    public const string Address = "alice@mail.example";
    public const string NewPassword = "seven copper kettles hum at dawn";

    /// <summary>Recovery open, and limits out of the way of tests that are not about them.</summary>
    public static Dictionary<string, string?> Open => new()
    {
        ["Portal:Matrix:ServerName"] = "example.org",
        ["Portal:Account:PasswordRecoveryEnabled"] = "true",
        ["Portal:RateLimiting:AccountRecovery:PerIp:Burst"] = "1000",
        ["Portal:RateLimiting:AccountRecovery:PerAddress:Burst"] = "1000",
        ["Portal:RateLimiting:AccountRecovery:LinksPerIp:Burst"] = "1000",
        ["Portal:RateLimiting:Login:PerIp:Burst"] = "1000",
        ["Portal:Passwords:MaxWaiting"] = "1000",
    };

    public Task<RecoveryRequestOutcome> TryStartAsync(string email = Address, Continuation? continuation = null, string address = "192.0.2.1") =>
        host.RunAsync<RecoveryRequests, RecoveryRequestOutcome>(
            recoveries => recoveries.StartAsync(new RecoveryRequest(email, continuation, "en", A.Requester(address)), CancellationToken.None));

    public async Task<Guid> StartAsync(string email = Address, Continuation? continuation = null) => await TryStartAsync(email, continuation) is RecoveryRequestOutcome.Sent sent
        ? sent.SessionId
        : throw new InvalidOperationException("The form was not accepted.");

    public Task<RecoveryRequestOutcome> ResendAsync(Guid sessionId) =>
        host.RunAsync<RecoveryRequests, RecoveryRequestOutcome>(recoveries => recoveries.ResendAsync(sessionId, A.Requester(), CancellationToken.None));

    /// <summary>The tickets of all mails that have come so far, in order.</summary>
    public async Task<IReadOnlyList<string>> TicketsAsync()
    {
        await host.DeliverAsync();
        return [.. host.Mailer.Links.Select(TicketOf)];
    }

    /// <summary>A link that was asked for and came.</summary>
    public async Task<string> TicketAsync(string email = Address, Continuation? continuation = null)
    {
        await StartAsync(email, continuation);
        return (await TicketsAsync())[^1];
    }

    public Task<RecoveryLink> OpenAsync(string ticket) =>
        host.RunAsync<RecoveryLinks, RecoveryLink>(links => links.FindAsync(ticket, CancellationToken.None));

    public Task<ResetPasswordOutcome> ResetAsync(string ticket, string password = NewPassword, string? again = null, bool endSessions = true, IdentityHost? on = null) =>
        (on ?? host).RunAsync<RecoveryLinks, ResetPasswordOutcome>(
            links => links.ResetAsync(new ResetPasswordCommand(ticket, password, again, endSessions, A.Requester()), CancellationToken.None));

    public static string TicketOf(RecoveryLinkMail mail) => mail.Link.Query["?ticket=".Length..];
}
