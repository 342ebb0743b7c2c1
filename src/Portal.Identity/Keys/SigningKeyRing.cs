using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
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
            _keys = [.. _configured.Value];
            return;
        }

        var stored = await ReadAsync(cancellationToken);
        var now = clock.GetUtcNow();
        if (stored.Count == 0 || SigningKeySchedule.Due(stored, options.Value.SigningKeyLifetime, now).Any() || SigningKeySchedule.Over(stored, now).Any())
        {
            stored = await ChangeAsync((database, keys, time) => Tend(database, keys, time), cancellationToken);
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
            (database, keys, now) =>
            {
                if (atOnce)
                {
                    database.SigningKeys.RemoveRange(keys);
                    keys.Clear();
                }

                Add(database, keys, SigningKeyKind.Own, now, atOnce || keys.Count == 0 ? null : now + SigningKeySchedule.Announcement);
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
        return $"{input}.{Base64UrlEncoder.Encode(key.Sign(algorithm, Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>Whether one of these keys signed the JWT. One that a dropped key signed is not ours any more.</summary>
    public bool Verifies(CompactJwt jwt) => !jwt.HasCriticalExtensions && jwt.Algorithm is { } algorithm && _keys.Any(key =>
        key.KeyId == jwt.KeyId && key.Kind.Algorithms.Contains(algorithm, StringComparer.Ordinal) && key.Verify(algorithm, jwt.SigningInput, jwt.Signature));

    public void Dispose()
    {
        foreach (var key in _keys)
        {
            key.Dispose();
        }
    }

    private async Task<List<SigningKey>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await InOrder(scope.ServiceProvider.GetRequiredService<PortalDbContext>().SigningKeys.AsNoTracking()).ToListAsync(cancellationToken);
    }

    // One process at a time, and none by what it read before: else each would make a key of its own.
    private async Task<List<SigningKey>> ChangeAsync(Action<PortalDbContext, List<SigningKey>, DateTimeOffset> change, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var storage = scope.ServiceProvider.GetRequiredService<Storage>();
        return await storage.WriteAsync(
            async () =>
            {
                await storage.LockAsync("signing-keys", cancellationToken);
                var keys = await InOrder(database.SigningKeys).ToListAsync(cancellationToken);
                change(database, keys, clock.GetUtcNow());
                return keys;
            },
            cancellationToken);
    }

    private void Tend(PortalDbContext database, List<SigningKey> keys, DateTimeOffset now)
    {
        if (keys.Count == 0)
        {
            Add(database, keys, SigningKeyKind.Own, now, announcedUntil: null);
        }

        foreach (var key in SigningKeySchedule.Over(keys, now).ToList())
        {
            LogDropped(key.Id, key.Kind);
            database.SigningKeys.Remove(key);
            keys.Remove(key);
        }

        Add(database, keys, SigningKeySchedule.Due(keys, options.Value.SigningKeyLifetime, now).ToList(), now, now + SigningKeySchedule.Announcement);
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
    private void Take(List<SigningKey> stored)
    {
        var known = _keys.ToDictionary(key => key.KeyId, StringComparer.Ordinal);
        _keys = [.. stored.Select(key => known.GetValueOrDefault(key.Id) ?? Open(key))];
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

    private static IOrderedQueryable<SigningKey> InOrder(IQueryable<SigningKey> keys) => keys.OrderBy(key => key.CreatedAt).ThenByDescending(key => key.Kind);

    [LoggerMessage(2301, LogLevel.Information, "Announced the {Kind} signing key {KeyId}; it signs from {SignsFrom:u}.")]
    private partial void LogAnnounced(string keyId, string kind, DateTimeOffset signsFrom);

    [LoggerMessage(2302, LogLevel.Information, "Dropped the {Kind} signing key {KeyId}: all that it signed is over.")]
    private partial void LogDropped(string keyId, string kind);
}
