using System.Net;
using System.Text;

namespace Portal.Identity.Homeserver;

/// <summary>What both APIs of Synapse answer when asked for a name (homeserver contract, section 2).</summary>
internal static class UsernameAvailability
{
    private static readonly string[] NotAvailable = ["M_USER_IN_USE", "M_INVALID_USERNAME", "M_EXCLUSIVE"];

    /// <summary>Whether Synapse can be asked at all: it takes no name for an answer that is not ASCII, and has no such user either.</summary>
    public static bool CanBeAsked(string username) => Ascii.IsValid(username);

    /// <summary>The name is taken, reserved, or against the rules; every other error is none about the name.</summary>
    public static bool SaysNo(HomeserverAnswer answer) => answer.Status == HttpStatusCode.BadRequest && NotAvailable.Contains(answer.ErrorCode, StringComparer.Ordinal);
}
