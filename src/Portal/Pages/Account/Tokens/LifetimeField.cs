using System.Globalization;
using Portal.Components.Forms;
using Portal.Identity.Accounts.PersonalTokens;
using Portal.Texts;

namespace Portal.Pages.Account.Tokens;

/// <summary>How long an access token shall work, as the form carries it: in days.</summary>
internal static class LifetimeField
{
    public const string Never = "never";

    /// <summary>What is chosen at first.</summary>
    public const string Suggested = "90";

    private const int DaysOfAYear = 365;

    public static IReadOnlyList<Choice> Choices(bool mayNeverExpire, TextSet texts) =>
    [
        .. AccountTokens.Lifetimes.Select(lifetime => new Choice(
            lifetime.Days.ToString(CultureInfo.InvariantCulture), lifetime.Days == DaysOfAYear ? texts["tokens.lifetime-year"] : texts.Count("tokens.lifetime-days", lifetime.Days))),
        .. mayNeverExpire ? [new Choice(Never, texts["tokens.lifetime-never"], texts["tokens.lifetime-never-hint"])] : Array.Empty<Choice>(),
    ];

    /// <summary>Reads the field. What is none of the choices is a time that nobody is given.</summary>
    /// <returns>None for a token that never expires.</returns>
    public static TimeSpan? Read(string value) =>
        value == Never ? null : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= DaysOfAYear ? TimeSpan.FromDays(days) : TimeSpan.Zero;
}
