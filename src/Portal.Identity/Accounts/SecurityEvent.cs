namespace Portal.Identity.Accounts;

/// <summary>Something that happened to an account and that its owner should be able to see.</summary>
public sealed class SecurityEvent
{
    /// <summary>A refresh token was presented again after its successor had been used (oauth contract, D17).</summary>
    public const string RefreshTokenReplayed = "refresh_token_replayed";

    /// <summary>An authorization code was presented again long after its exchange; the session that came of it was ended (oauth contract, section 6.1).</summary>
    public const string AuthorizationCodeReplayed = "authorization_code_replayed";

    /// <summary>A login token was presented again long after its exchange (compat contract, section 11).</summary>
    public const string LoginTokenReplayed = "login_token_replayed";

    /// <summary>The person added an address and proved that it is theirs.</summary>
    public const string EmailAdded = "email_added";

    public const string EmailRemoved = "email_removed";

    /// <summary>The person asked for the deletion of the account.</summary>
    public const string DeletionRequested = "deletion_requested";

    /// <summary>The person took that back.</summary>
    public const string DeletionUndone = "deletion_undone";

    /// <summary>The password was changed by somebody who knew the old one.</summary>
    public const string PasswordChanged = "password_changed";

    /// <summary>The password was replaced with a link that was mailed.</summary>
    public const string PasswordReset = "password_reset";

    /// <summary>The owner said that something was not them: everybody was signed out, and the password voided.</summary>
    public const string AccountTakenBack = "account_taken_back";

    /// <summary>The person let their apps replace the keys of their cryptographic identity.</summary>
    public const string IdentityResetAllowed = "identity_reset_allowed";

    public const string SecondFactorEnabled = "second_factor_enabled";

    public const string SecondFactorDisabled = "second_factor_disabled";

    /// <summary>Somebody who knows the password used up all tries of the second step.</summary>
    public const string SecondFactorGuessed = "second_factor_guessed";

    /// <summary>A recovery code took the place of the authenticator.</summary>
    public const string RecoveryCodeUsed = "recovery_code_used";

    /// <summary>The person drew new recovery codes; those before are void.</summary>
    public const string RecoveryCodesReplaced = "recovery_codes_replaced";

    /// <summary>The person made an access token for a bot or a script.</summary>
    public const string AccessTokenMade = "access_token_made";

    /// <summary>An access token was ended, by itself or with everything else.</summary>
    public const string AccessTokenEnded = "access_token_ended";

    public const string AccessTokenExpired = "access_token_expired";

    /// <summary>The person made a password for an app of the legacy login.</summary>
    public const string AppPasswordMade = "app_password_made";

    public const string AppPasswordEnded = "app_password_ended";

    /// <summary>The person added a passkey.</summary>
    public const string PasskeyAdded = "passkey_added";

    public const string PasskeyRemoved = "passkey_removed";

    /// <summary>Somebody signed in from a network that was new to the account, with a browser that was not, or with an app.</summary>
    public const string NewNetwork = "new_network";

    private SecurityEvent()
    {
    }

    public Guid Id { get; private init; }

    public Guid UserId { get; private init; }

    public string Kind { get; private init; } = "";

    /// <summary>The session that it concerns.</summary>
    public Guid? SessionId { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public string? IpAddress { get; private init; }

    /// <summary>What the person calls the thing that it happened to.</summary>
    public string? Detail { get; private init; }

    /// <param name="detail">At most <see cref="Sessions.SessionName.MaxLength"/> long.</param>
    public static SecurityEvent Record(Guid userId, string kind, Guid? sessionId, string? ipAddress, DateTimeOffset now, string? detail = null) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = userId,
        Kind = kind,
        SessionId = sessionId,
        CreatedAt = now,
        IpAddress = ipAddress,
        Detail = detail,
    };
}
