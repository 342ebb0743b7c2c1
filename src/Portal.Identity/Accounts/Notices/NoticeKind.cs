using System.Text.Json.Serialization;

namespace Portal.Identity.Accounts.Notices;

/// <summary>What the owner of an account is told of by mail. The names are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoticeKind>))]
public enum NoticeKind
{
    /// <summary>By somebody who knew the old one.</summary>
    PasswordChanged,

    /// <summary>By somebody who had the link from a mail.</summary>
    PasswordReset,

    EmailAdded,

    EmailRemoved,

    SecondFactorEnabled,

    /// <summary>By its owner, or by an operator whom they asked.</summary>
    SecondFactorDisabled,

    /// <summary>By somebody who knows the password, until no more codes were looked at.</summary>
    SecondFactorGuessed,

    /// <summary>In place of a code of the authenticator.</summary>
    RecoveryCodeUsed,

    RecoveryCodesReplaced,

    /// <summary>The account was deleted by its owner.</summary>
    AccountDeactivated,

    /// <summary>A bot or a script has access from now on.</summary>
    AccessTokenMade,

    AccessTokenEnded,

    /// <summary>An app of the legacy login can sign in from now on.</summary>
    AppPasswordMade,

    AppPasswordEnded,

    /// <summary>Whoever has it can sign in from now on.</summary>
    PasskeyAdded,

    PasskeyRemoved,

    /// <summary>Somebody signed in with a browser that was not used for the account before.</summary>
    NewBrowser,

    /// <summary>Somebody signed in from a network from which nobody had signed in to the account before.</summary>
    NewNetwork,

    /// <summary>The owner said that something was not them: everybody is signed out, and the old password does not work.</summary>
    AccountTakenBack,
}
