using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Passkeys;

namespace Portal.Identity.Accounts.Registration;

/// <summary>An account in the making: a row that walks through its steps and can be taken up again after a reload or a restart.</summary>
/// <remarks>It reserves nothing: of two registrations for one name, the first to finish gets it (flows contract, section 6.1).</remarks>
public sealed class UserRegistration
{
    /// <summary>How long a registration may take from the form to the last step.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private UserRegistration()
    {
    }

    public Guid Id { get; private init; }

    public string Username { get; private set; } = "";

    public string? Email { get; private set; }

    public string PasswordHash { get; private set; } = "";

    /// <summary>Whether the account gets a passkey in place of a password.</summary>
    public bool WithPasskey { get; private init; }

    /// <summary>The passkey that was made for it; none before, and none afterwards.</summary>
    public NewPasskey? Passkey { get; private set; }

    /// <summary>What that is called.</summary>
    public string? PasskeyName { get; private set; }

    public string? TermsUri { get; private init; }

    /// <summary>The registration token that it is made with; counted when it completes. Tokens are never deleted.</summary>
    public Guid? TokenId { get; private set; }

    /// <summary>What others shall see; none until it was asked for.</summary>
    public string? DisplayName { get; private set; }

    /// <summary>What to resume once the account exists, whatever the address bar says by then.</summary>
    public string? Continuation { get; private init; }

    /// <summary>The language of the page, for mails.</summary>
    public string Language { get; private init; } = "en";

    public string? IpAddress { get; private init; }

    public string? UserAgent { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>The proof of the address; none when no address is asked for.</summary>
    public Guid? EmailVerificationId { get; private set; }

    public EmailVerification? EmailVerification { get; private set; }

    /// <summary>Set once, together with the account.</summary>
    public DateTimeOffset? CompletedAt { get; private set; }

    public Guid? UserId { get; private set; }

    public static UserRegistration Start(RegistrationDetails details, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Username = details.Username,
        Email = details.Email,
        PasswordHash = details.PasswordHash ?? "",
        WithPasskey = details.PasswordHash is null,
        TermsUri = details.TermsUri,
        TokenId = details.TokenId,
        Continuation = details.Continuation,
        Language = details.Language,
        IpAddress = details.IpAddress,
        UserAgent = details.UserAgent,
        CreatedAt = now,
    };

    public bool HasExpired(DateTimeOffset now) => now >= CreatedAt + Lifetime;

    public void Verify(EmailVerification verification)
    {
        EmailVerification = verification;
        EmailVerificationId = verification.Id;
    }

    public void Attach(RegistrationToken token) => TokenId = token.Id;

    public void ChooseDisplayName(string name) => DisplayName = name;

    /// <summary>Keeps the passkey that the account will have; none to forget it.</summary>
    public void Keep(NewPasskey? passkey, string? name) => (Passkey, PasskeyName) = (passkey, name);

    public void Rename(string username)
    {
        DisplayName = DisplayName == Username ? username : DisplayName; // who goes by the username goes by the new one
        Username = username;
    }

    public void Complete(Guid userId, DateTimeOffset now)
    {
        if (CompletedAt is not null)
        {
            throw new InvalidOperationException("A registration completes once.");
        }

        (UserId, CompletedAt) = (userId, now);
        (PasswordHash, Passkey, PasskeyName) = ("", null, null); // the account has them now
    }
}
