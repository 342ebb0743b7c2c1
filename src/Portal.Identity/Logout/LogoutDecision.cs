using Portal.Identity.Clients;

namespace Portal.Identity.Logout;

/// <summary>What a request to sign out asks for: one of the nested kinds.</summary>
public abstract record LogoutDecision
{
    private LogoutDecision()
    {
    }

    /// <summary>The person may be asked.</summary>
    /// <param name="Client">Who asks; none if the request does not say.</param>
    /// <param name="Return">Where the browser goes afterwards, with the client's state; none if the request does not say.</param>
    /// <param name="IsAssured">Whether more than the client's own word says who asks: an ID token, or the operator's configuration. Anyone may register, so a bare <c>client_id</c> confirms nothing (§3).</param>
    public sealed record Accepted(Client? Client, string? Return, bool IsAssured) : LogoutDecision;

    /// <summary>Something in the request is wrong, so nobody is asked and nobody is sent anywhere.</summary>
    /// <param name="Sentence">For the developer of the client.</param>
    public sealed record Refused(string Sentence) : LogoutDecision;
}
