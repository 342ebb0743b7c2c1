using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Architecture;

/// <summary>What strangers can guess at is compared in a time that does not tell how much of it was right.</summary>
public sealed class SecretComparisonTests
{
    /// <summary>Whatever compares a secret with what somebody sent. Stored tokens are looked up by their hash, of which nobody can choose the start.</summary>
    private static readonly string[] Places =
    [
        "Portal/OAuth/HomeserverSecret.cs",
        "Portal.Identity/Clients/PresentedCredentials.cs",
        "Portal.Identity/Clients/ClientAssertionVerifier.cs",
        "Portal.Identity/Authorizations/Pkce.cs",
        "Portal.Identity/Dpop/DpopNonces.cs",
        "Portal.Identity/Captcha/ProofOfWork.cs",
        "Portal.Identity/Accounts/Emails/VerificationCodes.cs",
        "Portal.Identity/Accounts/TicketTexts.cs",
        "Portal.Identity/Accounts/SecondFactor/TimeCode.cs",
        "Portal.Identity/Accounts/Passwords/Argon2idScheme.cs",
        "Portal.Identity/Accounts/Passwords/BcryptScheme.cs",
        "Portal.Identity/Accounts/Passwords/Pbkdf2Scheme.cs",
    ];

    [Fact]
    public async Task A47_Secrets_are_compared_in_the_same_time_whatever_was_guessed()
    {
        foreach (var place in Places)
        {
            var source = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", place));

            Assert.Contains("CryptographicOperations.FixedTimeEquals", source, StringComparison.Ordinal);
            Assert.DoesNotContain("SequenceEqual", source, StringComparison.Ordinal);
        }
    }
}
