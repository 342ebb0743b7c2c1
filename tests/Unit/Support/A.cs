using System.Net;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Authorizations;
using Portal.Identity.Clients;
using Portal.Identity.Discovery;
using Portal.Identity.Keys;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Tests.Unit.Support;

/// <summary>Things with boring defaults, so that a test names only what it is about.</summary>
internal static class A
{
    public const string Password = "an otter paints seven quiet windows";
    public const string RedirectUri = "https://app.example/callback";
    public const string Secret = "the secret of the client";
    public const string DeviceId = "ABCDEFGHIJ";
    public const string MatrixScope = $"{MatrixScopes.StableApi} {MatrixScopes.StableDevicePrefix}{DeviceId}";

    private static readonly byte[] EncryptionKey = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];

    // Hashing is slow on purpose: once is enough.
    private static readonly Lazy<string> Hash = new(() => new PasswordSchemes(new SecretGenerator()).Hash(Password));

    /// <summary>The key of <see cref="Protector"/>, as an operator writes it.</summary>
    public static string EncryptionSecret { get; } = Convert.ToHexStringLower(EncryptionKey);

    public static IssuerAddress Issuer { get; } = new(new Uri("https://auth.example/"), "https://auth.example/");

    /// <summary>The hash of <see cref="Password"/>.</summary>
    public static string PasswordHash => Hash.Value;

    public static SecretProtector Protector() => new(EncryptionKey);

    public static PortalUser User(string name = "alice", string? passwordHash = null) => new(name, ManualClock.Start)
    {
        NormalizedUserName = name.ToUpperInvariant(),
        SecurityStamp = name,
        PasswordHash = passwordHash,
    };

    public static UserEmail Email(PortalUser user, string address) => EmailAddress(address, parsed => UserEmail.Confirmed(user.Id, parsed, ManualClock.Start));

    /// <summary>A client without a secret, as apps are.</summary>
    public static Client Client() => Configured(ClientAuthMethod.None, encryptedSecret: null);

    /// <summary>A client that has <see cref="Secret"/>.</summary>
    public static Client ConfidentialClient(string method = ClientAuthMethod.Basic)
    {
        var protector = Protector();
        return Configured(method, protector.Protect(Secret));
    }

    public static Requester Requester(string address = "192.0.2.1", string? userAgent = "Example/1.0") => new(IPAddress.Parse(address), userAgent);

    public static BrowserSession BrowserSession(PortalUser user, byte[]? key = null, DateTimeOffset? now = null) =>
        Portal.Identity.Sessions.BrowserSession.Begin(user.Id, key ?? new SecretGenerator().Bytes(32), "Browser/1.0", "192.0.2.1", new(now ?? ManualClock.Start, Portal.Identity.Sessions.ProofMethods.Password), now ?? ManualClock.Start);

    public static OAuthSession OAuthSession(Client client, PortalUser user, BrowserSession? browser = null, DateTimeOffset? now = null) =>
        Portal.Identity.Sessions.OAuthSession.Begin(client.Id, user.Id, browser?.Id, Scope(MatrixScope), "Example/1.0", "192.0.2.1", now ?? ManualClock.Start);

    public static AuthorizationGrant PendingGrant(
        Client client, string scope = MatrixScope, string? nonce = null, string? challenge = null, DateTimeOffset? now = null, AuthorizationPrompts prompts = default, TimeSpan? maxAge = null, RequestedClaims? claims = null, string? keyThumbprint = null) =>
        AuthorizationGrant.Request(
            new AuthorizationRequest
            {
                ClientId = client.Id,
                Return = new AuthorizationReturn(RedirectUri, ResponseMode.Query, "the state"),
                Scope = Scope(scope),
                Nonce = nonce,
                CodeChallenge = challenge,
                KeyThumbprint = keyThumbprint,
                Prompts = prompts,
                MaxAge = maxAge,
                Claims = claims ?? RequestedClaims.None,
                RawParameters = new Dictionary<string, string>(),
            },
            "en",
            now ?? ManualClock.Start);

    /// <summary>A grant that the person of the session has allowed.</summary>
    public static AuthorizationGrant FulfilledGrant(
        Client client, BrowserSession session, string code, string scope = MatrixScope, string? nonce = null, string? challenge = null, DateTimeOffset? now = null, RequestedClaims? claims = null, string? keyThumbprint = null)
    {
        var grant = PendingGrant(client, scope, nonce, challenge, now, claims: claims, keyThumbprint: keyThumbprint);
        grant.Fulfil(session, code, now ?? ManualClock.Start);
        return grant;
    }

    public static SignedInPerson Person(PortalUser user, BrowserSession session) => new(user.Id, user.UserName!, session.Id, session.AuthenticatedAt);

    public static OAuthForm Form(params (string Name, string? Value)[] parameters)
    {
        var read = OAuthForm.Read(parameters.Where(parameter => parameter.Value is not null).Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)));
        return read.Succeeded ? read.Value : throw new ArgumentException(read.Error.Description, nameof(parameters));
    }

    public static ScopeSet Scope(string text) => ScopeSet.TryParse(text, out var scope) ? scope : throw new ArgumentException("Not a scope.", nameof(text));

    private static Client Configured(string method, string? encryptedSecret) => Portal.Identity.Clients.Client.Configure(
        Guid.CreateVersion7(ManualClock.Start), new ConfiguredClient(method, [RedirectUri], "Example", "https://app.example/"), encryptedSecret, ManualClock.Start);

    private static T EmailAddress<T>(string text, Func<Portal.Identity.Policy.EmailAddress, T> use) =>
        Portal.Identity.Policy.EmailAddress.TryParse(text, out var address) ? use(address) : throw new ArgumentException("Not an address.", nameof(text));
}
