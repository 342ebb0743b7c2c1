namespace Portal.Identity.Policy;

/// <summary>Which e-mail addresses may be used. Domains and addresses have lists of their own, and each condition is needed.</summary>
/// <exception cref="PolicyDataException">A rule of the data cannot be used.</exception>
public sealed class EmailPolicy(PolicyData data)
{
    private const string Field = "email";

    private readonly IReadOnlyList<DomainGlob>? _allowedDomains =
        DomainGlob.ListFrom($"{PolicyData.Section}:AllowedDomains", data.AllowedDomains);

    private readonly IReadOnlyList<DomainGlob> _bannedDomains =
        DomainGlob.ListFrom($"{PolicyData.Section}:BannedDomains", data.BannedDomains) ?? [];

    private readonly StringRule? _allowed = StringRule.From($"{PolicyData.Section}:Emails:AllowedAddresses", data.Emails.AllowedAddresses);

    private readonly StringRule? _banned = StringRule.From($"{PolicyData.Section}:Emails:BannedAddresses", data.Emails.BannedAddresses);

    /// <summary>The rules that an address breaks, all of them. Without an address no rule applies.</summary>
    public IReadOnlyList<PolicyViolation> Check(EmailAddress? address)
    {
        var violations = new List<PolicyViolation>();
        if (address is null)
        {
            return violations;
        }

        if (_allowedDomains is not null && !_allowedDomains.Any(glob => glob.Matches(address.Domain)))
        {
            Refuse(PolicyCodes.EmailDomainNotAllowed, "E-mail addresses of this domain are not accepted.");
        }

        if (_bannedDomains.Any(glob => glob.Matches(address.Domain)))
        {
            Refuse(PolicyCodes.EmailDomainBanned, "This e-mail domain is refused.");
        }

        if (_allowed is not null && !Matches(_allowed, address))
        {
            Refuse(PolicyCodes.EmailNotAllowed, "This e-mail address is not accepted.");
        }

        if (_banned is not null && Matches(_banned, address))
        {
            Refuse(PolicyCodes.EmailBanned, "This e-mail address is refused.");
        }

        return violations;

        void Refuse(string code, string message) => violations.Add(new(code, Field, message));
    }

    // Rules are case-sensitive, but another spelling of the same mailbox must not get around one.
    private static bool Matches(StringRule rule, EmailAddress address) =>
        rule.Matches(address.Value) || rule.Matches(address.Normalised);
}
