namespace Portal.Identity.Accounts.Emails;

/// <summary>The question whether an address belongs to the person who typed it, answered by a code that only its owner receives.</summary>
public sealed class EmailVerification
{
    private readonly List<EmailVerificationCode> _codes = [];

    private EmailVerification()
    {
    }

    public Guid Id { get; private init; }

    public string Address { get; private init; } = "";

    /// <summary>The account that is to have the address; none while it is being registered.</summary>
    public Guid? UserId { get; private init; }

    /// <summary>The browser session in which it was asked for, the only one that may answer.</summary>
    public Guid? BrowserSessionId { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset? CompletedAt { get; private set; }

    /// <summary>Every code that was sent; any of them that has not expired is good.</summary>
    public IReadOnlyList<EmailVerificationCode> Codes => _codes;

    public static EmailVerification Start(string address, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Address = address, CreatedAt = now };

    /// <summary>For an account that gets one more address.</summary>
    public static EmailVerification StartFor(Guid userId, Guid browserSessionId, string address, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Address = address, UserId = userId, BrowserSessionId = browserSessionId, CreatedAt = now };

    public void Complete(DateTimeOffset now) => CompletedAt ??= now;
}
