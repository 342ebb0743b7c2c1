namespace Portal.Bench.Measure;

/// <summary>The two clients, and the constants, that every server under comparison knows.</summary>
internal static class Rehearsal
{
    /// <summary>Of the client that has no secret, and exchanges codes and refresh tokens.</summary>
    public const string RedirectUri = "http://127.0.0.1/";

    /// <summary>Of the client that has one, and acts for itself.</summary>
    public const string ServiceSecret = "bench-service-secret";

    /// <summary>RFC 7636 appendix B.</summary>
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    /// <inheritdoc cref="Verifier"/>
    public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    public static Guid ClientId { get; } = new("01990000-0000-7000-8000-000000000001");

    public static Guid ServiceId { get; } = new("01990000-0000-7000-8000-000000000002");

    /// <summary>The <c>Authorization</c> header of the client that has a secret.</summary>
    public static string ServiceAuthorization { get; } =
        "Basic " + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"{Identity.Protocol.Ulid.Encode(ServiceId)}:{ServiceSecret}"));
}
