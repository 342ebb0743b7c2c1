using System.Globalization;
using Portal.Identity.Protocol;

namespace Portal.Identity.Authorizations;

/// <summary>The parameters of <c>/authorize</c> in their types, before anything is known of the client (contract section 4.1).</summary>
internal sealed class AuthorizationParameters
{
    /// <summary>The parameter that binds the code to a key (RFC 9449 §10).</summary>
    internal const string KeyThumbprintName = "dpop_jkt";

    // In characters: each is long enough for any honest client, and together they bound what a stranger can make us keep.
    private static readonly Dictionary<string, int> LongestValues = new(StringComparer.Ordinal)
    {
        ["client_id"] = Url.MaximumLength,
        ["response_type"] = 64,
        ["response_mode"] = 64,
        ["redirect_uri"] = Url.MaximumLength,
        ["scope"] = ScopeSet.MaximumLength,
        ["state"] = 4096,
        ["nonce"] = 1024,
        ["code_challenge"] = 128,
        ["code_challenge_method"] = 64,
        [KeyThumbprintName] = 64,
        ["prompt"] = 256,
        ["max_age"] = 64,
        ["login_hint"] = 512,
        ["id_token_hint"] = 8192,
        ["claims"] = 4096,
        ["ui_locales"] = 1024,
        ["acr_values"] = 1024,
        ["display"] = 64,
    };

    private AuthorizationParameters() { }

    /// <summary>All parameters that mean something at <c>/authorize</c>.</summary>
    internal static IReadOnlyCollection<string> Names { get; } = [.. LongestValues.Keys, "request", "registration"];

    /// <summary>The words of <c>response_type</c>, each once.</summary>
    internal required IReadOnlyList<string> ResponseType { get; init; }

    internal required ScopeSet Scope { get; init; }

    internal string? State { get; init; }

    internal string? ResponseMode { get; init; }

    internal string? CodeChallenge { get; init; }

    internal string? CodeChallengeMethod { get; init; }

    /// <summary>As sent.</summary>
    internal string? KeyThumbprint { get; init; }

    internal AuthorizationPrompts Prompts { get; init; }

    /// <summary><c>none</c> is given beside another value (OpenID Connect Core §3.1.2.1).</summary>
    internal bool HasContradictoryPrompt { get; init; }

    internal TimeSpan? MaxAge { get; init; }

    internal IReadOnlyList<string> UiLocales { get; init; } = [];

    internal bool HasRequest { get; init; }

    internal bool HasRequestUri { get; init; }

    internal bool HasRegistration { get; init; }

    internal bool Asks(string word) => ResponseType.Contains(word, StringComparer.Ordinal);

    /// <summary>Reads the form; the refusal for a parameter that is missing or malformed, else <see langword="null"/>.</summary>
    internal static AuthorizationDecision.RefusedOnPage? Read(OAuthForm form, out AuthorizationParameters parameters)
    {
        parameters = null!;
        foreach (var required in (string[])["client_id", "response_type", "scope"])
        {
            if (string.IsNullOrWhiteSpace(form[required]))
            {
                return new(AuthorizationRefusal.MissingParameter, $"The parameter {required} is missing.");
            }
        }

        // All parameters are stored, and no database takes this character.
        if (form.Parameters.Any(pair => pair.Key.Contains('\0', StringComparison.Ordinal) || pair.Value.Contains('\0', StringComparison.Ordinal)))
        {
            return Malformed("A parameter holds the character U+0000.");
        }

        if (LongestValues.FirstOrDefault(limit => form[limit.Key]?.Length > limit.Value) is { Key: { } tooLong, Value: var longest })
        {
            return Malformed(string.Create(CultureInfo.InvariantCulture, $"{tooLong} must not be longer than {longest} characters."));
        }

        if (form["redirect_uri"] is { } uri && !Url.TryParse(uri, out _))
        {
            return Malformed("redirect_uri must be an absolute URL.");
        }

        if (!ScopeSet.TryParse(form["scope"], out var scope))
        {
            return Malformed("scope must be tokens with single spaces between them.");
        }

        if (!TryReadSeconds(form["max_age"], out var maxAge))
        {
            return Malformed("max_age must be a whole number of seconds.");
        }

        var locales = Words(form["ui_locales"]);
        if (!locales.All(LanguageTag.IsWellFormed))
        {
            return Malformed("ui_locales must be language tags with spaces between them.");
        }

        parameters = new AuthorizationParameters
        {
            ResponseType = Words(form["response_type"]),
            Scope = scope,
            State = form["state"],
            ResponseMode = form["response_mode"],
            CodeChallenge = form["code_challenge"],
            CodeChallengeMethod = form["code_challenge_method"],
            KeyThumbprint = form[KeyThumbprintName],
            Prompts = ReadPrompts(form["prompt"]),
            HasContradictoryPrompt = Words(form["prompt"]) is { Length: > 1 } words && words.Contains("none", StringComparer.Ordinal),
            MaxAge = maxAge,
            UiLocales = locales,
            HasRequest = form["request"] is not null,
            HasRequestUri = form["request_uri"] is not null,
            HasRegistration = form["registration"] is not null,
        };
        return null;
    }

    private static string[] Words(string? text) =>
        [.. (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    // Unknown words are ignored (contract section 4.4).
    private static AuthorizationPrompts ReadPrompts(string? text) => Words(text).Aggregate(
        AuthorizationPrompts.Unspecified,
        (prompts, word) => prompts | word switch
        {
            "none" => AuthorizationPrompts.Nothing,
            "login" => AuthorizationPrompts.Login,
            "consent" => AuthorizationPrompts.Consent,
            "select_account" => AuthorizationPrompts.SelectAccount,
            "create" => AuthorizationPrompts.Create,
            _ => AuthorizationPrompts.Unspecified,
        });

    private static bool TryReadSeconds(string? text, out TimeSpan? span)
    {
        span = null;
        if (text is null)
        {
            return true;
        }

        var isNumber = uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
        span = TimeSpan.FromSeconds((long)seconds);
        return isNumber;
    }

    private static AuthorizationDecision.RefusedOnPage Malformed(string sentence) => new(AuthorizationRefusal.MalformedParameter, sentence);
}
