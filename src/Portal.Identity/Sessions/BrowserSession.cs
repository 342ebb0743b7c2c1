using System.Security.Cryptography;

namespace Portal.Identity.Sessions;

/// <summary>A person signed in to the portal in one browser. The browser holds a key; the row holds its hash.</summary>
public sealed class BrowserSession : ISession
{
    private BrowserSession()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public byte[] KeyHash { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When the person last proved who they are in this session (OpenID Connect Core §2, <c>auth_time</c>).</summary>
    public DateTimeOffset AuthenticatedAt { get; private set; }

    /// <summary>How they proved it.</summary>
    public ProofMethods Methods { get; private set; }

    /// <summary>Whether it began in a browser in which the person had not signed in before, though they had in others.</summary>
    public bool IsNewBrowser { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public string? UserAgent { get; private set; }

    public DateTimeOffset? LastActiveAt { get; private set; }

    public string? LastActiveIp { get; private set; }

    /// <summary>Begins a session, for somebody who had none in this browser.</summary>
    public static BrowserSession Begin(Guid userId, byte[] key, string? userAgent, string? ipAddress, SignInProof proof, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        KeyHash = HashOf(key),
        CreatedAt = now,
        AuthenticatedAt = proof.At,
        Methods = proof.Methods,
        UserAgent = userAgent,
        LastActiveAt = now,
        LastActiveIp = ipAddress,
    };

    /// <summary>The person of the session proved again who they are: it goes on, with a new key, so that none from before survives.</summary>
    public void Renew(byte[] key, string? userAgent, string? ipAddress, SignInProof proof, DateTimeOffset now)
    {
        KeyHash = HashOf(key);
        (AuthenticatedAt, Methods) = (proof.At, proof.Methods);
        UserAgent = userAgent;
        LastActiveAt = now;
        LastActiveIp = ipAddress ?? LastActiveIp;
    }

    /// <summary>What the person has proven here, and when.</summary>
    public SignInProof Proof => new(AuthenticatedAt, Methods);

    /// <summary>The person has proven it in one more way, without doing the others again.</summary>
    public void Add(ProofMethods methods) => Methods |= methods;

    /// <summary>Nobody has signed in to the account in this browser before.</summary>
    public void MarkNewBrowser() => IsNewBrowser = true;

    public static byte[] HashOf(byte[] key) => SHA256.HashData(key);

    /// <summary>Ends the session. <see langword="false"/>, and no change, if it was over before.</summary>
    public bool TryFinish(DateTimeOffset now)
    {
        var active = FinishedAt is null;
        FinishedAt ??= now;
        return active;
    }
}
