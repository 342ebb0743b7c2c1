using Portal.Identity.Accounts.PersonalTokens;
using Portal.Identity.Protocol;
using Portal.Pages.Consent;
using Portal.Texts;

namespace Portal.Pages.Account.Tokens;

/// <summary>An access token in words.</summary>
internal static class TokenWords
{
    /// <summary>What it may do, in a sentence.</summary>
    public static string ReachOf(AccountToken token, TextSet texts) => texts[
        token.Scope.Tokens.Any(MatrixScopes.IsDevice) ? "tokens.reach.device"
        : token.Scope.Tokens.Any(MatrixScopes.IsApi) ? "tokens.reach.account"
        : "tokens.reach.nothing"];

    /// <summary>Whether it has power over others.</summary>
    public static bool IsPowerful(AccountToken token) => ScopeWords.Dangerous(token.Scope).Count > 0;

    /// <summary>When it was made and used, and until when it works: whole sentences.</summary>
    public static IEnumerable<string> TimesOf(AccountToken token, TextSet texts, DateTimeOffset now) =>
    [
        texts["tokens.made", texts.Ago(token.CreatedAt, now)],
        token.LastUsedAt is { } used ? texts["tokens.used", texts.Ago(used, now)] : texts["tokens.not-used"],
        token.ExpiresAt is { } end ? texts["tokens.until", texts.Day(end)] : texts["tokens.for-ever"],
    ];
}
