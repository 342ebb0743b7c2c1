using System.Globalization;
using Portal.Hosting;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Registration;
using Portal.Pages.Register;

namespace Portal.CommandLine;

/// <summary>Invitations by hand (docs/operating.md, "Invitations").</summary>
internal static class RegistrationTokenCommands
{
    private const string Token = "--token";
    private const string UsageLimit = "--usage-limit";
    private const string Unlimited = "--unlimited";
    private const string ExpiresIn = "--expires-in";
    private const string InvitedBy = "--invited-by";
    private const string TimeFormat = "yyyy-MM-dd HH:mm 'UTC'";

    public static IReadOnlyList<Command> All { get; } =
    [
        new(
            "registration-tokens issue", [$"{Token} TEXT", $"{UsageLimit} NUMBER", Unlimited, $"{ExpiresIn} SECONDS", $"{InvitedBy} NAME"],
            "Makes a token with which an account can be created, one unless it says otherwise, and prints the link that invites with it.", IssueAsync),
        new("registration-tokens list", [], "Lists all tokens with what is left of them.", ListAsync),
        new("registration-tokens revoke", [], "Takes a token back: nobody can create an account with it any more.", RevokeAsync) { Operand = "TEXT" },
        new("registration-tokens unrevoke", [], "Makes a token that was taken back good again.", UnrevokeAsync) { Operand = "TEXT" },
    ];

    private static async Task<string> IssueAsync(CommandContext context)
    {
        var wish = new NewRegistrationToken
        {
            Text = context.ValueOf(Token),
            UsageLimit = UsageLimitOf(context),
            Lifetime = context.ValueOf(ExpiresIn) is { } text ? LifetimeOf(text) : null,
            InvitedBy = context.ValueOf(InvitedBy),
        };
        await context.RequireDatabaseAsync();
        return await context.RunAsync<RegistrationTokens, IssueOutcome>(tokens => tokens.IssueAsync(wish, context.CancellationToken)) switch
        {
            IssueOutcome.Issued issued => $"{issued.Token.Text}\n{LinkOf(context, issued.Token)}",
            IssueOutcome.Exists => throw new ConfigurationException("There is a token of this text already; choose another, or let one be drawn."),
            IssueOutcome.Invalid invalid => throw new ConfigurationException(invalid.Reason),
            var other => throw new InvalidOperationException($"{other} is no outcome."),
        };
    }

    private static async Task<string> ListAsync(CommandContext context)
    {
        await context.RequireDatabaseAsync();
        var tokens = await context.RunAsync<RegistrationTokens, IReadOnlyList<RegistrationToken>>(tokens => tokens.ListAsync(context.CancellationToken));
        var now = context.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        return tokens.Count == 0 ? "There are no tokens." : string.Join('\n', tokens.Select(token => string.Join('\t', Columns(token, now))));
    }

    private static Task<string> RevokeAsync(CommandContext context) =>
        ChangeAsync(context, (tokens, text) => tokens.RevokeAsync(text, context.CancellationToken), "The token is revoked.", "The token was revoked before.");

    private static Task<string> UnrevokeAsync(CommandContext context) =>
        ChangeAsync(context, (tokens, text) => tokens.UnrevokeAsync(text, context.CancellationToken), "The token is not revoked any more.", "The token is not revoked.");

    private static async Task<string> ChangeAsync(CommandContext context, Func<RegistrationTokens, string, Task<bool?>> change, string done, string nothingToDo)
    {
        await context.RequireDatabaseAsync();
        return await context.RunAsync<RegistrationTokens, bool?>(tokens => change(tokens, context.Given.Operand!)) switch
        {
            true => done,
            false => nothingToDo,
            null => throw new ConfigurationException("There is no such token. Capitals matter; `registration-tokens list` shows them all."),
        };
    }

    // Tabs between, for scripts.
    private static string[] Columns(RegistrationToken token, DateTimeOffset now) =>
    [
        token.Text,
        token.RevokedAt is not null ? "revoked" : token.HasExpired(now) ? "expired" : token.IsUsedUp ? "used up" : "valid",
        string.Create(CultureInfo.InvariantCulture, $"used {token.TimesUsed} of {(token.UsageLimit is { } limit ? limit : "any number")}"),
        token.ExpiresAt is { } end ? "until " + end.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) : "for ever",
        token.InvitedBy ?? "-",
    ];

    private static int? UsageLimitOf(CommandContext context)
    {
        var text = context.ValueOf(UsageLimit);
        if (context.Has(Unlimited))
        {
            return text is null ? null : throw new ConfigurationException($"{UsageLimit} and {Unlimited} contradict each other; keep one of them.");
        }

        return text is null ? 1
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit
            : throw new ConfigurationException($"{UsageLimit} is '{text}'; write a number such as 5.");
    }

    private static TimeSpan LifetimeOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds)
        : throw new ConfigurationException($"{ExpiresIn} is '{text}'; write seconds, such as 604800 for a week.");

    private static string LinkOf(CommandContext context, RegistrationToken token) =>
        context.Services.GetRequiredService<Installation>().Address.PublicBase.AbsoluteUri.TrimEnd('/') + InvitationEndpoints.LinkPath(token.Text);
}
