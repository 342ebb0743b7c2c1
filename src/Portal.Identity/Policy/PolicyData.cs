namespace Portal.Identity.Policy;

/// <summary>What the operator allows, <c>Portal:Policy:Data</c>. A list or rule that is absent allows all; one that is set but empty matches nothing.</summary>
public sealed class PolicyData
{
    public const string Section = "Portal:Policy:Data";

    public RegistrationData Registration { get; init; } = new();

    public EmailData Emails { get; init; } = new();

    /// <summary>Globs of e-mail domains that may be used; see <see cref="DomainGlob"/>.</summary>
    public IReadOnlyList<string>? AllowedDomains { get; set; }

    /// <summary>Globs of e-mail domains that are refused, even if allowed above.</summary>
    public IReadOnlyList<string>? BannedDomains { get; init; }

    /// <summary>The <c>client_id</c>s of the clients that may ask for administration on their own behalf.</summary>
    public IReadOnlyList<string>? AdminClients { get; init; }

    public RequesterData Requester { get; init; } = new();

    public sealed class RegistrationData
    {
        public StringRuleOptions? AllowedUsernames { get; set; }

        public StringRuleOptions? BannedUsernames { get; init; }
    }

    public sealed class EmailData
    {
        public StringRuleOptions? AllowedAddresses { get; set; }

        public StringRuleOptions? BannedAddresses { get; init; }
    }

    public sealed class RequesterData
    {
        /// <summary>Addresses and CIDR ranges, IPv4 and IPv6.</summary>
        public IReadOnlyList<string>? BannedIps { get; init; }

        public StringRuleOptions? BannedUserAgents { get; init; }
    }
}
