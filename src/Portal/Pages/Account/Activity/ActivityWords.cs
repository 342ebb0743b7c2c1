using Portal.Components.Feedback;
using Portal.Components.Icons;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Activity;
using Portal.Identity.Accounts.Disputes;
using Portal.Identity.Sessions;
using Portal.Pages.Account.Sessions;
using Portal.Texts;

namespace Portal.Pages.Account.Activity;

/// <summary>What happened, in words and as a picture.</summary>
internal static class ActivityWords
{
    private static readonly (string Key, IconName Icon, Tone Tone) Other = ("activity.other", IconName.Info, Tone.Info);

    private static readonly Dictionary<string, (string Key, IconName Icon, Tone Tone)> Known = new(StringComparer.Ordinal)
    {
        [Happening.BrowserBegan] = ("activity.browser-began", IconName.Window, Tone.Info),
        [Happening.NewBrowserBegan] = ("activity.new-browser-began", IconName.Window, Tone.Warning),
        [Happening.BrowserEnded] = ("activity.browser-ended", IconName.SignOut, Tone.Info),
        [Happening.AppBegan] = ("activity.app-began", IconName.Devices, Tone.Info),
        [Happening.AppEnded] = ("activity.app-ended", IconName.SignOut, Tone.Info),
        [SecurityEvent.NewNetwork] = ("activity.new-network", IconName.Globe, Tone.Warning),
        [SecurityEvent.PasswordChanged] = ("activity.password-changed", IconName.Key, Tone.Info),
        [SecurityEvent.PasswordReset] = ("activity.password-reset", IconName.Key, Tone.Info),
        [SecurityEvent.EmailAdded] = ("activity.email-added", IconName.Mail, Tone.Info),
        [SecurityEvent.EmailRemoved] = ("activity.email-removed", IconName.Mail, Tone.Info),
        [SecurityEvent.DeletionRequested] = ("activity.deletion-requested", IconName.Trash, Tone.Warning),
        [SecurityEvent.DeletionUndone] = ("activity.deletion-undone", IconName.Check, Tone.Info),
        [SecurityEvent.RefreshTokenReplayed] = ("activity.token-replayed", IconName.Alert, Tone.Warning),
        [SecurityEvent.AuthorizationCodeReplayed] = ("activity.code-replayed", IconName.Alert, Tone.Warning),
        [SecurityEvent.LoginTokenReplayed] = ("activity.login-token-replayed", IconName.Alert, Tone.Warning),
        [SecurityEvent.SecondFactorEnabled] = ("activity.second-step-on", IconName.Shield, Tone.Info),
        [SecurityEvent.SecondFactorDisabled] = ("activity.second-step-off", IconName.Shield, Tone.Warning),
        [SecurityEvent.SecondFactorGuessed] = ("activity.second-step-guessed", IconName.Alert, Tone.Warning),
        [SecurityEvent.RecoveryCodeUsed] = ("activity.recovery-code-used", IconName.Key, Tone.Warning),
        [SecurityEvent.RecoveryCodesReplaced] = ("activity.recovery-codes-replaced", IconName.Key, Tone.Info),
        [SecurityEvent.AccessTokenMade] = ("activity.access-token-made", IconName.Key, Tone.Info),
        [SecurityEvent.AccessTokenEnded] = ("activity.access-token-ended", IconName.Key, Tone.Info),
        [SecurityEvent.AccessTokenExpired] = ("activity.access-token-expired", IconName.Clock, Tone.Info),
        [SecurityEvent.AppPasswordMade] = ("activity.app-password-made", IconName.Key, Tone.Info),
        [SecurityEvent.AppPasswordEnded] = ("activity.app-password-ended", IconName.Key, Tone.Info),
        [SecurityEvent.PasskeyAdded] = ("activity.passkey-added", IconName.Key, Tone.Info),
        [SecurityEvent.PasskeyRemoved] = ("activity.passkey-removed", IconName.Key, Tone.Warning),
        [SecurityEvent.AccountTakenBack] = ("activity.taken-back", IconName.Shield, Tone.Info),
        [SecurityEvent.IdentityResetAllowed] = ("activity.identity-reset", IconName.Shield, Tone.Warning),
    };

    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        Happening.BrowserEnded, Happening.AppEnded, SecurityEvent.AccessTokenEnded, SecurityEvent.AccessTokenExpired, SecurityEvent.AppPasswordEnded, SecurityEvent.AccountTakenBack,
    };

    /// <summary>Whether the page offers to say that it was somebody else: it is not long ago, and let somebody in or changed how one gets in.</summary>
    /// <param name="hereId">The browser session that asks, which is its owner's.</param>
    public static bool CanBeSomebodyElse(Happening happening, Guid hereId, DateTimeOffset now) =>
        now - happening.At < DisputeTicket.Lifetime && !Harmless.Contains(happening.Kind) && happening.Session?.Id != hereId;

    /// <summary>Key of the sentence, and how it is drawn. What a later version records has a sentence too, if a vague one.</summary>
    public static (string Key, IconName Icon, Tone Tone) Of(Happening happening) => Known.GetValueOrDefault(happening.Kind, Other);

    /// <summary>Where it was done, the most telling first: what the device is called, which app, from which network address. Nothing of what somebody else chose passes for our words.</summary>
    public static IReadOnlyList<string> PlaceOf(Happening happening, TextSet texts)
    {
        if (happening.Session is not { } session)
        {
            return [.. new[] { happening.IpAddress }.OfType<string>()];
        }

        var agent = UserAgent.Parse(session.UserAgent);
        return [.. new[] { SessionWords.NameOf(session, agent, texts), SessionWords.AppOf(session), SessionWords.SystemOf(session, agent, texts), happening.IpAddress }.OfType<string>()];
    }
}
