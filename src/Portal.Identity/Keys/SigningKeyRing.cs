using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Portal.Identity.Jose;
using Portal.Identity.Persistence;

namespace Portal.Identity.Keys;

/// <summary>The keys that sign tokens, and their public parts for the world (oauth contract, section 2).</summary>
/// <remarks>
/// Those of the configuration if there are any; else made at the first start, kept in the database, and replaced in time
/// (<see cref="SigningKeySchedule"/>). Of the keys that can do an algorithm, the newest one whose time has come signs.
/// </remarks>
public sealed partial class SigningKeyRing(
    IServiceScopeFactory scopes, SecretProtector protector, IOptions<SigningKeyOptions> options, TimeProvider clock, ILogger<SigningKeyRing> logger) : IDisposable
{
    private readonly Lazy<IReadOnlyList<SigningKeyPair>> _configured = new(() => ConfiguredSigningKeys.Load(options.Value));
    private ImmutableArray<SigningKeyPair> _keys = [];
    private FrozenDictionary<string, PublicKey> _known = FrozenDictionary<string, PublicKey>.Empty; // those and the retired ones, by kid

    /// <summary>Algorithms that some key can sign with, in the order of discovery.</summary>
    public IReadOnlyList<string> Algorithms => [.. _keys.SelectMany(key => key.Kind.Algorithms).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether the keys are the operator's, who alone replaces them.</summary>
    public bool AreConfigured => _configured.Value.Count > 0;

    /// <summary>The JWK set: public parts only, with <c>use</c> and <c>kid</c>.</summary>
    public object PublicKeys => new { keys = _keys.Select(key => key.ToJwk()).ToArray() };

    /// <summary>Reads the keys as they are now; makes what is missing, announces what is due, drops what is over.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (AreConfigured)
        {
            Take([.. _configured.Value], []);
            return;
        }

        var stored = await ReadAsync(cancellationToken);
        var now = clock.GetUtcNow();
        if (stored.Keys.Count == 0 || SigningKeySchedule.Due(stored.Keys, options.Value.SigningKeyLifetime, now).Any() || SigningKeySchedule.Over(stored.Keys, now).Any()
            || stored.Retired.Exists(key => key.IsOver(now)))
        {
            stored = await ChangeAsync(Tend, cancellationToken);
        }

        Take(stored);
    }

    /// <summary>Makes a new key of each kind.</summary>
    /// <param name="atOnce">For a key that somebody else may have: the new one signs now, and the old ones are gone, with the trust in all that they signed. Otherwise they go as they would have in time.</param>
    /// <exception cref="InvalidOperationException">The keys are the operator's.</exception>
    public async Task RotateAsync(bool atOnce, CancellationToken cancellationToken)
    {
        if (AreConfigured)
        {
            throw new InvalidOperationException($"The signing keys are those of {SigningKeyOptions.Section}:Keys; replace them there.");
        }

        Take(await ChangeAsync(
            (database, stored, now) =>
            {
                if (atOnce)
                {
                    database.SigningKeys.RemoveRange(stored.Keys);
                    database.RetiredSigningKeys.RemoveRange(stored.Retired);
                    stored.Keys.Clear();
                    stored.Retired.Clear();
                }

                Add(database, stored.Keys, SigningKeyKind.Own, now, atOnce || stored.Keys.Count == 0 ? null : now + SigningKeySchedule.Announcement);
            },
            cancellationToken));
    }

    /// <summary>Signs with the newest key that can do the algorithm.</summary>
    /// <param name="payload">The claims, as JSON.</param>
    /// <param name="type">The <c>typ</c> of the header, where the standard asks for one.</param>
    /// <returns>The JWS in compact form; its header holds <c>alg</c> and <c>kid</c>, and <c>typ</c> if it was given.</returns>
    /// <exception cref="InvalidOperationException">No key can do the algorithm; registration refuses such clients.</exception>
    public string Sign(string algorithm, byte[] payload, string? type = null)
    {
        var now = clock.GetUtcNow();
        var key = _keys.LastOrDefault(key => key.SignsFrom <= now && key.Kind.Algorithms.Contains(algorithm, StringComparer.Ordinal))
            ?? throw new InvalidOperationException($"No signing key can do {algorithm}.");
        var header = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["alg"] = algorithm, ["kid"] = key.KeyId };
        if (type is not null)
        {
            header["typ"] = type;
        }

        var input = $"{Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(header))}.{Base64UrlEncoder.Encode(payload)}";
        return $"{input}.{Base64UrlEncoder.Encode(key.Sign(JwtAlgorithm.Find(algorithm)!, Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>Whether one of these keys signed the JWT, or one that they replaced in time (<see cref="RetiredSigningKey"/>). What a key signed that is gone altogether is not ours any more.</summary>
    public bool Verifies(CompactJwt jwt) => !jwt.HasCriticalExtensions
        && JwtAlgorithm.Find(jwt.Algorithm) is { } algorithm && jwt.KeyId is { } id && _known.TryGetValue(id, out var key) && key.Verifies(jwt, algorithm);

    public void Dispose()
    {
        foreach (var key in _keys)
        {
            key.Dispose();
        }
    }

    private async Task<Stored> ReadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await ReadAsync(scope.ServiceProvider.GetRequiredService<PortalDbContext>(), cancellationToken);
    }

    private static async Task<Stored> ReadAsync(PortalDbContext database, CancellationToken cancellationToken) => new(
        await database.SigningKeys.OrderBy(key => key.CreatedAt).ThenByDescending(key => key.Kind).ToListAsync(cancellationToken),
        await database.RetiredSigningKeys.ToListAsync(cancellationToken));

    // One process at a time, and none by what it read before: else each would make a key of its own.
    private async Task<Stored> ChangeAsync(Action<PortalDbContext, Stored, DateTimeOffset> change, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var storage = scope.ServiceProvider.GetRequiredService<Storage>();
        return await storage.WriteAsync(
            async () =>
            {
                await storage.LockAsync("signing-keys", cancellationToken);
                var stored = await ReadAsync(database, cancellationToken);
                change(database, stored, clock.GetUtcNow());
                return stored;
            },
            cancellationToken);
    }

    private void Tend(PortalDbContext database, Stored stored, DateTimeOffset now)
    {
        if (stored.Keys.Count == 0)
        {
            Add(database, stored.Keys, SigningKeyKind.Own, now, announcedUntil: null);
        }

        foreach (var key in SigningKeySchedule.Over(stored.Keys, now).ToList())
        {
            LogDropped(key.Id, key.Kind);
            using var pair = Open(key);
            var retired = RetiredSigningKey.Of(key.Id, JsonSerializer.Serialize(pair.ToJwk()), now);
            database.SigningKeys.Remove(key);
            database.RetiredSigningKeys.Add(retired);
            stored.Keys.Remove(key);
            stored.Retired.Add(retired);
        }

        foreach (var key in stored.Retired.Where(key => key.IsOver(now)).ToList())
        {
            database.RetiredSigningKeys.Remove(key);
            stored.Retired.Remove(key);
        }

        Add(database, stored.Keys, SigningKeySchedule.Due(stored.Keys, options.Value.SigningKeyLifetime, now).ToList(), now, now + SigningKeySchedule.Announcement);
    }

    private void Add(PortalDbContext database, List<SigningKey> keys, IEnumerable<SigningKeyKind> kinds, DateTimeOffset now, DateTimeOffset? announcedUntil)
    {
        foreach (var kind in kinds)
        {
            var key = Generate(kind, now, announcedUntil);
            if (announcedUntil is not null)
            {
                LogAnnounced(key.Id, key.Kind, key.SignsFrom);
            }

            database.SigningKeys.Add(key);
            keys.Add(key);
        }
    }

    private SigningKey Generate(SigningKeyKind kind, DateTimeOffset now, DateTimeOffset? announcedUntil)
    {
        using var pair = new SigningKeyPair(kind.Generate(), kind, null, now);
        var secret = pair.ExportPrivateKey();
        try
        {
            return SigningKey.Create(pair.KeyId, kind.Name, protector.Protect(secret), now, announcedUntil);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    // Keys that stay are not opened again. Those that go are left to the collector: a request that began before may still use one.
    private void Take(Stored stored)
    {
        var open = _keys.ToDictionary(key => key.KeyId, StringComparer.Ordinal);
        Take([.. stored.Keys.Select(key => open.GetValueOrDefault(key.Id) ?? Open(key))], stored.Retired);
    }

    private void Take(ImmutableArray<SigningKeyPair> keys, IReadOnlyList<RetiredSigningKey> retired)
    {
        _keys = keys;
        _known = keys.Select(key => (Id: key.KeyId, Jwk: JsonSerializer.SerializeToNode(key.ToJwk())))
            .Concat(retired.Select(key => (key.Id, Jwk: JsonNode.Parse(key.PublicKey))))
            .ToFrozenDictionary(key => key.Id, key => PublicKey.Read(key.Jwk!.AsObject())!, StringComparer.Ordinal);
    }

    private SigningKeyPair Open(SigningKey stored)
    {
        var secret = protector.Unprotect(stored.ProtectedKey);
        try
        {
            var kind = SigningKeyKind.Of(stored.Kind);
            return new SigningKeyPair(kind.Import(secret), kind, stored.Id, stored.SignsFrom);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private sealed record Stored(List<SigningKey> Keys, List<RetiredSigningKey> Retired);

    [LoggerMessage(2301, LogLevel.Information, "Announced the {Kind} signing key {KeyId}; it signs from {SignsFrom:u}.")]
    private partial void LogAnnounced(string keyId, string kind, DateTimeOffset signsFrom);

    [LoggerMessage(2302, LogLevel.Information, "Dropped the {Kind} signing key {KeyId}: all that it signed is over. Its public half stays, to understand what clients give back.")]
    private partial void LogDropped(string keyId, string kind);
}
