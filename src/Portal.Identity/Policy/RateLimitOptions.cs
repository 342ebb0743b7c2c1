namespace Portal.Identity.Policy;

/// <summary>How often things may be done, <c>Portal:RateLimiting</c>. Every rule can be set in part: <c>Login:PerIp:Burst</c> alone keeps its rate.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "Portal:RateLimiting";

    // For what may be done once a day, whatever is configured.
    private static readonly TimeSpan LeastRefillKept = TimeSpan.FromDays(1);

    private static readonly TimeSpan LongestRefillKept = TimeSpan.FromDays(365);

    /// <summary>Checks of a password, also in the account pages.</summary>
    public LoginLimits Login { get; init; } = new();

    /// <summary>Registrations with a password, per address. Default 3, then 3 an hour.</summary>
    public BucketRule Registration { get; init; } = BucketRule.PerHour(3, 3);

    /// <summary>Wrong registration tokens, per address. Default 10, then 10 a minute.</summary>
    public BucketRule RegistrationToken { get; init; } = BucketRule.PerMinute(10, 10);

    /// <summary>Names asked about, while one types or with a form, per address. Default 60, then 60 a minute.</summary>
    public BucketRule UsernameAvailability { get; init; } = BucketRule.PerMinute(60, 60);

    public AccountRecoveryLimits AccountRecovery { get; init; } = new();

    public EmailAuthenticationLimits EmailAuthentication { get; init; } = new();

    /// <summary>Codes of a second step, per account, by whoever knows its password. Default 10, then 10 an hour: of a million codes, three count at a time.</summary>
    public BucketRule SecondFactor { get; init; } = BucketRule.PerHour(10, 10);

    /// <summary>Sign-ins with passkeys, and registrations, per address: nobody guesses one, but each is checked. Default 60, then 60 a minute.</summary>
    public BucketRule Passkey { get; init; } = BucketRule.PerMinute(60, 60);

    /// <summary>Passwords that are judged while they are typed, per address. Default 60, then 60 a minute.</summary>
    public BucketRule PasswordStrength { get; init; } = BucketRule.PerMinute(60, 60);

    /// <summary>Apps that register themselves, per address. Default 60, then 10 a minute.</summary>
    public BucketRule ClientRegistration { get; init; } = BucketRule.PerMinute(60, 10);

    /// <summary>Failed client authentication, per client. Default 20, then 20 a minute.</summary>
    public BucketRule ClientAuthentication { get; init; } = BucketRule.PerMinute(20, 20);

    /// <summary>Device authorization requests, per address. Default 10, then 10 a minute.</summary>
    public BucketRule DeviceAuthorization { get; init; } = BucketRule.PerMinute(10, 10);

    /// <summary>Wrong device-link codes, per address. Default 10, then 10 a minute.</summary>
    public BucketRule DeviceCode { get; init; } = BucketRule.PerMinute(10, 10);

    /// <summary>Wrong device-link codes, of everybody together: few enough that not even many addresses find a code by trying. Default 600, then 600 a minute.</summary>
    public BucketRule DeviceCodeOverall { get; init; } = BucketRule.PerMinute(600, 600);

    /// <summary>Tokens by client credentials, per address. Default 60, then 60 a minute.</summary>
    public BucketRule ClientCredentials { get; init; } = BucketRule.PerMinute(60, 60);

    /// <summary>Wrong device-link codes of somebody who is signed in, per account, while those of everybody together are used up: strangers cannot keep them from linking. Default 10, then 10 a minute.</summary>
    public BucketRule DeviceCodePerAccount { get; init; } = BucketRule.PerMinute(10, 10);

    /// <summary>Requests to <c>/authorize</c>, per address. Default 60, then 60 a minute.</summary>
    public BucketRule Authorization { get; init; } = BucketRule.PerMinute(60, 60);

    /// <summary>Downloads of all that is stored about a person, per account: each reads all of it. Default 3, then 3 a day.</summary>
    public BucketRule DataExport { get; init; } = BucketRule.PerHour(3, 3.0 / 24);

    /// <summary>Access tokens and app passwords that are made, together, per account: of each a mail goes out. Default 20, then 20 an hour.</summary>
    public BucketRule ProgramAccess { get; init; } = BucketRule.PerHour(20, 20);

    /// <summary>After this time without use, every bucket is full again, whatever its rule. At most a year.</summary>
    internal TimeSpan LongestRefill => TimeSpan.FromSeconds(Math.Clamp(All.Max(entry => entry.Rule.Burst / entry.Rule.PerSecond), LeastRefillKept.TotalSeconds, LongestRefillKept.TotalSeconds));

    internal IEnumerable<(string Key, BucketRule Rule)> All =>
    [
        ("Login:PerIp", Login.PerIp),
        ("Login:PerAccount", Login.PerAccount),
        ("Registration", Registration),
        ("RegistrationToken", RegistrationToken),
        ("UsernameAvailability", UsernameAvailability),
        ("AccountRecovery:PerIp", AccountRecovery.PerIp),
        ("AccountRecovery:PerAddress", AccountRecovery.PerAddress),
        ("AccountRecovery:LinksPerIp", AccountRecovery.LinksPerIp),
        ("SecondFactor", SecondFactor),
        ("Passkey", Passkey),
        ("PasswordStrength", PasswordStrength),
        ("EmailAuthentication:PerIp", EmailAuthentication.PerIp),
        ("EmailAuthentication:PerAddress", EmailAuthentication.PerAddress),
        ("EmailAuthentication:EmailsPerSession", EmailAuthentication.EmailsPerSession),
        ("EmailAuthentication:AttemptPerSession", EmailAuthentication.AttemptPerSession),
        ("ClientRegistration", ClientRegistration),
        ("ClientAuthentication", ClientAuthentication),
        ("ClientCredentials", ClientCredentials),
        ("Authorization", Authorization),
        ("DeviceAuthorization", DeviceAuthorization),
        ("DeviceCode", DeviceCode),
        ("DeviceCodeOverall", DeviceCodeOverall),
        ("DeviceCodePerAccount", DeviceCodePerAccount),
        ("DataExport", DataExport),
        ("ProgramAccess", ProgramAccess),
    ];

    public sealed class LoginLimits
    {
        /// <summary>Default 3, then 3 a minute.</summary>
        public BucketRule PerIp { get; init; } = BucketRule.PerMinute(3, 3);

        /// <summary>Default 1800, then 1800 an hour: high, because strangers can use up somebody else's.</summary>
        public BucketRule PerAccount { get; init; } = BucketRule.PerHour(1800, 1800);
    }

    public sealed class AccountRecoveryLimits
    {
        /// <summary>Default 3, then 3 an hour.</summary>
        public BucketRule PerIp { get; init; } = BucketRule.PerHour(3, 3);

        /// <summary>Per e-mail address. Default 3, then 1 an hour.</summary>
        public BucketRule PerAddress { get; init; } = BucketRule.PerHour(3, 1);

        /// <summary>New passwords sent with a link that was mailed, whether it works or not. Default 10, then 10 a minute.</summary>
        public BucketRule LinksPerIp { get; init; } = BucketRule.PerMinute(10, 10);
    }

    public sealed class EmailAuthenticationLimits
    {
        /// <summary>Default 5, then 1 a minute.</summary>
        public BucketRule PerIp { get; init; } = BucketRule.PerMinute(5, 1);

        /// <summary>Per e-mail address. Default 3, then 1 an hour.</summary>
        public BucketRule PerAddress { get; init; } = BucketRule.PerHour(3, 1);

        /// <summary>Codes sent again, per verification. Default 2, then 1 in 5 minutes.</summary>
        public BucketRule EmailsPerSession { get; init; } = BucketRule.PerHour(2, 12);

        /// <summary>Codes tried, per verification. Default 10, then 1 a minute.</summary>
        public BucketRule AttemptPerSession { get; init; } = BucketRule.PerMinute(10, 1);
    }
}
