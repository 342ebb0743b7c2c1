using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Dpop;
using Portal.Tests.Unit.Support;

namespace Portal.Tests.Unit.Fuzz;

/// <summary>Proofs of a key (RFC 9449) for the request that brings them: good ones, and such as differ from a good one in one thing.</summary>
internal sealed class FuzzProofs(PortalFactory site) : IDisposable
{
    /// <summary>Good where tokens are asked for.</summary>
    public const string Good = "proof";

    /// <summary>Good also where the bound access token is presented.</summary>
    public const string GoodWithToken = "proof-with-token";

    private static readonly FrozenDictionary<string, Func<FuzzProofs, string, string, string>> Ways = new Dictionary<string, Func<FuzzProofs, string, string, string>>(StringComparer.Ordinal)
    {
        [Good] = (my, method, path) => my.Sign(method, path),
        [GoodWithToken] = (my, method, path) => my.Sign(method, path, ("ath", DpopKey.HashOf(my.AccessToken))),
        ["proof-replayed"] = (my, method, path) => my._first ??= my.Sign(method, path, ("ath", DpopKey.HashOf(my.AccessToken))),
        ["proof-of-another-key"] = (my, method, path) => my._otherKey.Sign(my.Claims(method, path, ("ath", DpopKey.HashOf(my.AccessToken)))),
        ["proof-signed-by-another"] = (my, method, path) => my._otherKey.Sign(my.Claims(method, path, ("ath", DpopKey.HashOf(my.AccessToken))), my._key.Header()),
        ["proof-cut"] = (my, method, path) => my.Sign(method, path)[..^8],
        ["proof-without-nonce"] = (my, method, path) => my.Sign(method, path, ("nonce", null)),
        ["proof-of-no-text"] = (my, method, path) => my.Sign(method, path, ("nonce", 1), ("jti", 1)),
        ["proof-without-id"] = (my, method, path) => my.Sign(method, path, ("jti", null)),
        ["proof-with-endless-id"] = (my, method, path) => my.Sign(method, path, ("jti", new string('x', 9000))),
        ["proof-with-hostile-id"] = (my, method, path) => my.Sign(method, path, ("jti", "\u0000\r\nX-Injected: zq <zq> ' --")),
        ["proof-too-long"] = (my, method, path) => my.Sign(method, path, ("more", new string('x', 20_000))),
        ["proof-too-long-to-read"] = (my, method, path) => my.Sign(method, path, ("more", new string('x', 40_000))),
        ["proof-for-another-method"] = (my, _, path) => my.Sign("PUT", path),
        ["proof-for-another-address"] = (my, method, _) => my.Sign(method, "/elsewhere"),
        ["proof-for-another-host"] = (my, method, path) => my.Sign(method, path, ("htu", "https://evil.example" + path)),
        ["proof-for-no-address"] = (my, method, path) => my.Sign(method, path, ("htu", "https://[::1")),
        ["proof-for-another-token"] = (my, method, path) => my.Sign(method, path, ("ath", DpopKey.HashOf("another"))),
        ["proof-of-yesterday"] = (my, method, path) => my.Sign(method, path, ("iat", my.Now - 86_400)),
        ["proof-of-tomorrow"] = (my, method, path) => my.Sign(method, path, ("iat", my.Now + 86_400)),
        ["proof-of-no-time"] = (my, method, path) => my.Sign(method, path, ("iat", 1e300)),
        ["proof-of-negative-time"] = (my, method, path) => my.Sign(method, path, ("iat", -1e300)),
        ["proof-of-another-type"] = (my, method, path) => my.SignUnder(method, path, ("typ", "JWT")),
        ["proof-signed-by-nobody"] = (my, method, path) => my.SignUnder(method, path, ("alg", "none")),
        ["proof-signed-with-a-secret"] = (my, method, path) => my.SignUnder(method, path, ("alg", "HS256"), ("jwk", new { kty = "oct", k = "AAAA" })),
        ["proof-with-extensions"] = (my, method, path) => my.SignUnder(method, path, ("crit", new[] { "b64" }), ("b64", false)),
        ["proof-without-key"] = (my, method, path) => my.SignUnder(method, path, ("jwk", null)),
        ["proof-with-private-key"] = (my, method, path) => my.SignUnder(method, path, ("jwk", new { kty = "EC", crv = "P-256", x = "AA", y = "AA", d = "AA" })),
        ["proof-with-no-point"] = (my, method, path) => my.SignUnder(method, path, ("jwk", new { kty = "EC", crv = "P-256", x = "AA", y = "AA" })),
        ["proof-with-endless-key"] = (my, method, path) => my.SignUnder(method, path, ("alg", "RS256"), ("jwk", new { kty = "RSA", n = new string('A', 9000), e = "AQAB" })),
        ["proof-with-odd-key"] = (my, method, path) => my.SignUnder(method, path, ("jwk", new { kty = new[] { "EC" }, crv = 1, x = new { }, y = "\u0000" })),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly DpopKey _key = new();
    private readonly DpopKey _otherKey = new();
    private string? _first;

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Ways.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The access token that is bound to the key.</summary>
    public string AccessToken { get; set; } = "";

    private long Now => site.Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The proof of that name, made for a request.</summary>
    public string Make(string name, string method, string path) => Ways[name](this, method, path);

    public void Dispose()
    {
        _key.Dispose();
        _otherKey.Dispose();
    }

    private string Sign(string method, string path, params IEnumerable<(string Name, object? Value)> claims) => _key.Sign(Claims(method, path, claims));

    private string SignUnder(string method, string path, params IEnumerable<(string Name, object? Value)> header) => _key.Sign(Claims(method, path), _key.Header(header));

    private Dictionary<string, object?> Claims(string method, string path, params IEnumerable<(string Name, object? Value)> changes) => DpopKey.Claims(
        site.Clock.GetUtcNow(),
        site.Services.GetRequiredService<DpopNonces>().Current,
        [("htm", method), ("htu", PortalFactory.PublicBase + path.TrimStart('/')), .. changes]);
}
