using Portal.Identity.Accounts;
using Portal.Identity.Accounts.AppPasswords;
using Portal.Identity.Accounts.PersonalTokens;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;
using Portal.Pages.Account.AppPasswords;
using Portal.Pages.Account.Secrets;
using Portal.Pages.Account.Tokens;

namespace Portal.Gallery.States;

/// <summary>Access tokens of bots and scripts, and passwords of apps.</summary>
internal static class TokenStates
{
    private static readonly NewTokenView Usual = new();
    private static readonly NewTokenView ByAdministrator = new() { Name = "Cleaner", MayGrantAdmin = true, MayNeverExpire = true, RunsAccounts = true };

    public static GalleryArea Area { get; } = new("tokens", "Tokens and app passwords",
    [
        Tokens("tokens.none", "No tokens", _ => []),
        Tokens("tokens", "Some tokens", Some),
        Tokens("tokens.ended", "One just ended", sample => [Some(sample)[0]], done: "tokens.ended"),
        Tokens("tokens.closed", "No new ones", Some, canMake: false),
        Tokens("tokens.none-closed", "No tokens, no new ones", _ => [], canMake: false),
        NewToken("token-new", "A new token", Usual),
        NewToken("token-new.missing", "No name", Usual with { Problem = new("name", FormProblemCodes.Required) }),
        NewToken("token-new.powerful", "By an administrator", ByAdministrator),
        NewToken("token-new.power-unconfirmed", "Power not confirmed", ByAdministrator with { IsPowerUnconfirmed = true }),
        NewToken("token-new.too-many", "Has too many", Usual with { Name = "Weather bot", Refusal = "tokens.too-many" }),
        NewToken("token-new.too-many-devices", "Too many devices", Usual with { Name = "Weather bot", Refusal = "tokens.too-many-devices" }),
        NewToken("token-new.denied", "Not permitted", Usual with { Name = "Weather bot", Refusal = "tokens.denied" }),
        NewToken("token-new.homeserver-away", "Homeserver did not answer", Usual with { Name = "Weather bot", Refusal = "tokens.homeserver-away" }),
        NewToken("token-new.limited", "Too many tries", Usual with { Name = "Weather bot", RetryAfter = Sample.Wait }),
        PageState.Of<SecretPage>("token-made", "Token just made", sample => new
        {
            sample.Page,
            sample.Person,
            Title = sample.T["tokens.made-title"],
            Lead = sample.T["tokens.made-lead", "{0}"],
            Name = "Weather bot",
            Secret = "mpt_this-is-a-sample-and-opens-nothing_0000000",
            Hint = sample.T["tokens.made-hint"],
            Done = sample.T["tokens.done"],
            BackTo = TokenPlaces.List,
        }) with { At = TokenPlaces.List },
        PageState.Of<EndTokenPage>("token-end", "End it", sample => new { sample.Page, sample.Person, Token = Some(sample)[1] }) with { At = TokenPlaces.List },
        Passwords("app-passwords.none", "No app passwords", _ => []),
        Passwords("app-passwords", "Some app passwords", sample => [Password(sample, "Old phone", 80, 2), Password(sample, Sample.LongName, 3, null)]),
        Passwords("app-passwords.ended", "One just ended", _ => [], done: "app-passwords.ended"),
        Passwords("app-passwords.closed", "They do not work here", sample => [Password(sample, "Old phone", 80, 2)], isAllowed: false),
        NewPassword("app-password-new", "A new app password", new()),
        NewPassword("app-password-new.missing", "No name", new() { Problem = new("name", FormProblemCodes.Required) }),
        NewPassword("app-password-new.too-many", "Has too many", new() { Name = "Old phone", IsFull = true }),
        NewPassword("app-password-new.limited", "Too many tries", new() { Name = "Old phone", RetryAfter = Sample.Wait }),
        PageState.Of<SecretPage>("app-password-made", "App password just made", sample => new
        {
            sample.Page,
            sample.Person,
            Title = sample.T["app-passwords.made-title"],
            Lead = sample.T["app-passwords.made-lead", "{0}"],
            Name = "Old phone",
            Secret = "k3m9-p7xa-w2hd-4nqe-b8rt",
            Hint = sample.T["app-passwords.made-hint", sample.Person.Username],
            Done = sample.T["app-passwords.done"],
            BackTo = AppPasswordPlaces.List,
        }) with { At = AppPasswordPlaces.List },
        EndPassword("app-password-end", "End it", 0),
        EndPassword("app-password-end.in-use", "End it, in use", 2),
    ]);

    private static IReadOnlyList<AccountToken> Some(Sample sample) =>
    [
        new(Sample.Id(20), "Weather bot", $"openid {MatrixScopes.StableApi}", sample.Ago(days: 12), sample.Ago(minutes: 3), sample.Now.AddDays(78)),
        new(Sample.Id(21), "A script with a rather long name that copies every room to the archive at night", $"openid {MatrixScopes.StableApi} {MatrixScopes.StableDevicePrefix}QWERTYUIOP", sample.Ago(days: 80), null, sample.Now.AddDays(10)),
        new(Sample.Id(22), "Cleaner", ScopePolicy.PortalAdmin, sample.Ago(days: 2), sample.Ago(days: 1), null),
    ];

    private static PageState Tokens(string id, string title, Func<Sample, IReadOnlyList<AccountToken>> tokens, bool canMake = true, string? done = null) =>
        PageState.Of<TokensPage>(id, title, sample => new { sample.Page, sample.Person, Tokens = tokens(sample), sample.Now, CanMake = canMake, Done = done }) with { At = TokenPlaces.List };

    private static PageState NewToken(string id, string title, NewTokenView view) => PageState.Of<NewTokenPage>(id, title, sample => new { sample.Page, sample.Person, View = view }) with { At = TokenPlaces.New };

    private static PageState Passwords(string id, string title, Func<Sample, IReadOnlyList<AppPassword>> passwords, bool isAllowed = true, string? done = null) =>
        PageState.Of<AppPasswordsPage>(id, title, sample => new { sample.Page, sample.Person, Passwords = passwords(sample), sample.Now, Allowed = isAllowed, Done = done }) with { At = AppPasswordPlaces.List };

    private static PageState NewPassword(string id, string title, NewAppPasswordView view) =>
        PageState.Of<NewAppPasswordPage>(id, title, sample => new { sample.Page, sample.Person, View = view }) with { At = AppPasswordPlaces.New };

    private static PageState EndPassword(string id, string title, int apps) =>
        PageState.Of<EndAppPasswordPage>(id, title, sample => new { sample.Page, sample.Person, Name = "Old phone", Apps = apps }) with { At = AppPasswordPlaces.List };

    private static AppPassword Password(Sample sample, string name, double days, double? usedDays)
    {
        if (!AppPasswordText.TryParse("k3m9-p7xa-w2hd-4nqe-b8rt", out var text))
        {
            throw new InvalidOperationException("The sample is no app password.");
        }

        var password = AppPassword.Make(sample.Person.UserId, name, text, sample.Ago(days));
        if (usedDays is { } used)
        {
            password.Use(sample.Ago(used));
        }

        return password;
    }
}
