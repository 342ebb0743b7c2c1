using System.Text;
using System.Text.Json;
using Portal.Identity.Protocol;

namespace Portal.Identity.Authorizations;

/// <summary>The parameter <c>claims</c> (OpenID Connect Core §5.5): claims by name, and the person or the kind of proof that they must have. What is not known is ignored.</summary>
/// <param name="Subject">The only person whom the client wants; <see langword="null"/> for anybody.</param>
/// <param name="DemandedContext">The one <c>acr</c> that it insists on (§5.5.1.1); <see langword="null"/> if any will do.</param>
internal sealed record ClaimsParameter(RequestedClaims Claims, Guid? Subject, string? DemandedContext)
{
    /// <summary>It insists on an <c>acr</c> that cannot be had here.</summary>
    public bool DemandsOtherContext { get; private init; }

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };
    private static readonly ClaimsParameter Empty = new(RequestedClaims.None, null, null);
    private static readonly OAuthError Malformed = OAuthError.InvalidRequest(
        "claims must be a JSON object whose members id_token and userinfo are objects of claims, each null or an object (OpenID Connect Core §5.5).");

    private static readonly OAuthError WrongSubject = OAuthError.InvalidRequest("claims names a sub that is none of this server, or several.");

    public static OAuthResult<ClaimsParameter> Parse(string? json)
    {
        if (json is null)
        {
            return Empty;
        }

        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json), Strict);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Malformed; // the second is how System.Text.Json reports an escaped half of a surrogate pair
        }
    }

    private static OAuthResult<ClaimsParameter> Read(JsonElement root)
    {
        if (!TryReadMember(root, "id_token", out var idToken) || !TryReadMember(root, "userinfo", out var userInfo))
        {
            return Malformed;
        }

        var demands = idToken.Concat(userInfo).ToLookup(claim => claim.Name, StringComparer.Ordinal);
        string?[] subjects = [.. demands["sub"].SelectMany(claim => claim.Values).Distinct(StringComparer.Ordinal)];
        Guid? subject = subjects.Length == 1 && Ulid.TryDecode(subjects[0], out var id) ? id : null;
        return subjects.Length > 0 && subject is null
            ? WrongSubject
            : new ClaimsParameter(new RequestedClaims(Known(idToken), Known(userInfo)), subject, ContextOf(demands["acr"])) { DemandsOtherContext = demands["acr"].Any(DemandsOther) };
    }

    // A member that is absent asks for nothing; one that is there must be of the right form throughout.
    private static bool TryReadMember(JsonElement root, string name, out IReadOnlyList<RequestedClaim> claims)
    {
        claims = [];
        if (root.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        if (!root.TryGetProperty(name, out var member))
        {
            return true;
        }

        if (member.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        RequestedClaim?[] read = [.. member.EnumerateObject().Select(RequestedClaim.Read)];
        claims = [.. read.OfType<RequestedClaim>()];
        return claims.Count == read.Length;
    }

    private static string[] Known(IEnumerable<RequestedClaim> claims) =>
        [.. ClaimNames.OfPerson.Intersect(claims.Select(claim => claim.Name), StringComparer.Ordinal)];

    // The stricter one, if it insists on several.
    private static string? ContextOf(IEnumerable<RequestedClaim> claims)
    {
        var only = claims.Where(claim => claim.IsEssential).Select(claim => AuthenticationContext.Supported.Where(context => claim.Values.Contains(context, StringComparer.Ordinal)).ToList())
            .Where(known => known.Count == 1).Select(known => known[0]).ToList();
        return only.Find(context => context == AuthenticationContext.MultiFactor) ?? only.FirstOrDefault();
    }

    private static bool DemandsOther(RequestedClaim claim) =>
        claim is { IsEssential: true, Values.Count: > 0 } && !claim.Values.Intersect(AuthenticationContext.Supported, StringComparer.Ordinal).Any();

    /// <summary>One claim, with what the client says of it (§5.5.1).</summary>
    /// <param name="Values">Which it may have, if the client says so; <see langword="null"/> for one that is no string.</param>
    private sealed record RequestedClaim(string Name, bool IsEssential, IReadOnlyList<string?> Values)
    {
        public static RequestedClaim? Read(JsonProperty property)
        {
            var (isEssential, values) = (false, new List<string?>());
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                return new(property.Name, isEssential, values);
            }

            if (property.Value.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            foreach (var member in property.Value.EnumerateObject())
            {
                switch (member.Name)
                {
                    case "essential" when member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                        isEssential = member.Value.GetBoolean();
                        break;
                    case "value":
                        values.Add(TextOf(member.Value));
                        break;
                    case "values" when member.Value.ValueKind == JsonValueKind.Array:
                        values.AddRange(member.Value.EnumerateArray().Select(TextOf));
                        break;
                    case "essential" or "values":
                        return null;
                }
            }

            return new(property.Name, isEssential, values);
        }

        private static string? TextOf(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }
}
