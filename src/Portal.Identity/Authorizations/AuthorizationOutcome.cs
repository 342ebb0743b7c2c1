namespace Portal.Identity.Authorizations;

/// <summary>What became of a request to <c>/authorize</c>: one of the nested kinds.</summary>
public abstract record AuthorizationOutcome
{
    private AuthorizationOutcome()
    {
    }

    /// <summary>A person must decide.</summary>
    /// <param name="WantsRegistration"><c>prompt=create</c> was given.</param>
    /// <param name="WantsAccountChoice"><c>prompt=select_account</c> was given.</param>
    public sealed record Pending(AuthorizationGrant Grant, bool WantsRegistration, bool WantsAccountChoice) : AuthorizationOutcome;

    /// <summary>The client is told at once.</summary>
    public sealed record Answered(AuthorizationResponse Response) : AuthorizationOutcome;

    /// <summary>Too many requests came from this address; nothing was stored.</summary>
    public sealed record RateLimited(TimeSpan RetryAfter) : AuthorizationOutcome;

    /// <summary>The person is told: where to answer the client is not certain.</summary>
    public sealed record RefusedOnPage(AuthorizationDecision.RefusedOnPage Refusal) : AuthorizationOutcome;
}
