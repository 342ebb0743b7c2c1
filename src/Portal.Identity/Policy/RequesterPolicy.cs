using System.Net;
using Portal.Identity.Sessions;

namespace Portal.Identity.Policy;

/// <summary>Who may not ask at all, by address or user agent.</summary>
/// <exception cref="PolicyDataException">A range or rule of the data cannot be used.</exception>
public sealed class RequesterPolicy(PolicyData data)
{
    private readonly IPNetwork[] _bannedIps = [.. (data.Requester.BannedIps ?? []).Select(ParseRange)];

    private readonly StringRule? _bannedUserAgents =
        StringRule.From($"{PolicyData.Section}:Requester:BannedUserAgents", data.Requester.BannedUserAgents);

    /// <summary>At most one violation for the address and one for the user agent, without code or field. What is missing never matches.</summary>
    public IReadOnlyList<PolicyViolation> Check(Requester requester)
    {
        var violations = new List<PolicyViolation>();
        if (requester.Address is { } address && Array.Exists(_bannedIps, network => network.Contains(AddressParsing.Unmap(address))))
        {
            violations.Add(new(Code: null, Field: null, "Requests from this address are not accepted."));
        }

        if (requester.UserAgent is { } userAgent && _bannedUserAgents is not null && _bannedUserAgents.Matches(userAgent))
        {
            violations.Add(new(Code: null, Field: null, "Requests from this user agent are not accepted."));
        }

        return violations;
    }

    private static IPNetwork ParseRange(string text, int index) => AddressParsing.ParseRange(text)
        ?? throw new PolicyDataException(
            $"{PolicyData.Section}:Requester:BannedIps:{index} is '{text}', which is neither an address nor a range; write one such as 192.0.2.7 or 2001:db8::/32.");
}
