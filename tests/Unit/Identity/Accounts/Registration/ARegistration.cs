using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Authorizations;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;

namespace Portal.Tests.Unit.Identity.Accounts.Registration;

/// <summary>A person who registers: what they do, page by page.</summary>
internal sealed class ARegistration(IdentityHost host)
{
    /// <summary>Registration open, and limits out of the way of tests that are not about them.</summary>
    public static Dictionary<string, string?> Open => new()
    {
        ["Portal:Account:PasswordRegistrationEnabled"] = "true",
        ["Portal:Account:RegistrationAsksDisplayName"] = "false",
        ["Portal:RateLimiting:Registration:Burst"] = "1000",
        ["Portal:RateLimiting:EmailAuthentication:PerIp:Burst"] = "1000",
        ["Portal:RateLimiting:EmailAuthentication:PerAddress:Burst"] = "1000",
    };

    public static RegisterCommand Command(
        string username = "alice", string email = "alice@example.org", string password = A.Password, string? again = null, string? terms = null, bool accepted = false, Continuation? continuation = null, Requester? requester = null) =>
        new(username, email, password, again, terms, accepted, continuation, "en", requester ?? A.Requester());

    public Task<StartOutcome> TryStartAsync(RegisterCommand command) =>
        host.RunAsync<RegistrationService, StartOutcome>(service => service.StartAsync(command, CancellationToken.None));

    public async Task<Guid> StartAsync(RegisterCommand? command = null) => await TryStartAsync(command ?? Command()) is StartOutcome.Started started
        ? started.RegistrationId
        : throw new InvalidOperationException("The form was not accepted.");

    /// <summary>A registration without the cost of hashing a password.</summary>
    public async Task<Guid> StoreAsync(string username = "alice", string? email = "alice@example.org", bool verified = false, string? terms = null, Continuation? continuation = null, Guid? token = null)
    {
        var now = host.Clock.GetUtcNow();
        var registration = UserRegistration.Start(new(username, email, A.PasswordHash, terms, continuation?.ToQuery(), "en", "192.0.2.1", "Browser/1.0") { TokenId = token }, now);
        if (email is not null)
        {
            var verification = EmailVerification.Start(email, now);
            registration.Verify(verification);
            if (verified)
            {
                verification.Complete(now);
            }
        }

        await host.ArrangeAsync(registration);
        return registration.Id;
    }

    public Task<RegistrationTokenOutcome> AttachTokenAsync(Guid id, string text, IdentityHost? on = null) =>
        (on ?? host).RunAsync<RegistrationService, RegistrationTokenOutcome>(service => service.AttachTokenAsync(id, text, A.Requester(), CancellationToken.None));

    public Task<bool> ChooseDisplayNameAsync(Guid id, string? name) =>
        host.RunAsync<RegistrationService, bool>(service => service.ChooseDisplayNameAsync(id, name, CancellationToken.None));

    /// <summary>The code of the newest mail.</summary>
    public async Task<string> ReadMailAsync()
    {
        await host.DeliverAsync();
        return host.Mailer.Codes[^1].Code;
    }

    public Task<VerifyOutcome> VerifyAsync(Guid id, string code, IdentityHost? on = null) =>
        (on ?? host).RunAsync<RegistrationService, VerifyOutcome>(service => service.VerifyEmailAsync(id, code, CancellationToken.None));

    public Task<VerifyOutcome> ResendAsync(Guid id) =>
        host.RunAsync<RegistrationService, VerifyOutcome>(service => service.ResendAsync(id, A.Requester(), CancellationToken.None));

    public Task<FinishOutcome> FinishAsync(Guid id, IdentityHost? on = null) =>
        (on ?? host).RunAsync<RegistrationService, FinishOutcome>(service => service.FinishAsync(id, A.Requester(), null, CancellationToken.None));

    public Task<NewNameOutcome> RenameAsync(Guid id, string username) =>
        host.RunAsync<RegistrationService, NewNameOutcome>(service => service.RenameAsync(id, username, A.Requester(), CancellationToken.None));

    /// <summary>Six digits that are not the code.</summary>
    public static string OtherThan(string code) => code == "000000" ? "000001" : "000000";
}
