using Portal.Identity.Accounts;
using Portal.Mail;
using Xunit;

namespace Portal.Tests.Unit.Mail;

/// <summary>What needs an address beyond loopback, and so a stream in place of a server.</summary>
public sealed class SmtpSignInTests
{
    [Fact]
    public async Task Shows_the_password_to_nobody_on_the_way()
    {
        using var wire = new MemoryStream();
        await using var connection = new SmtpConnection(wire);
        var capabilities = new SmtpCapabilities(new SmtpReply(250, ["sink", "AUTH PLAIN LOGIN"]));

        var refusal = await Assert.ThrowsAsync<MailRefusedException>(() =>
            SmtpSignIn.RunAsync(connection, capabilities, new SmtpCredentials("accounts", "secret"), isPrivate: false, default));

        Assert.Equal(0, wire.Length);
        Assert.False(refusal.IsPermanent);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }
}
