using Microsoft.Extensions.Options;

namespace Portal.Identity.Accounts.SecondFactor;

/// <summary>Who must sign in in two steps, and from when. Until then they are reminded; after that, all that they can do is set it up.</summary>
public sealed class SecondStepPolicy(IOptions<AccountOptions> options)
{
    /// <summary>Whether everybody must.</summary>
    public bool ConcernsAll => options.Value.SecondStepRequired == SecondStepDuty.Everybody;

    /// <summary>Whether administrators must, as everybody else or not.</summary>
    public bool ConcernsAdministrators => options.Value.SecondStepRequired != SecondStepDuty.Nobody;

    public bool Concerns(PortalUser user) => ConcernsAll || (ConcernsAdministrators && user.CanRequestAdmin);

    /// <summary>Whether somebody without a second step may do nothing else before they have one.</summary>
    public bool IsOverdue(PortalUser user, DateTimeOffset now) => Concerns(user) && (user.SecondStepDueAt ?? DueFrom(now)) <= now;

    /// <summary>From when somebody must have one whose time begins now.</summary>
    public DateTimeOffset DueFrom(DateTimeOffset now) => now + options.Value.SecondStepGrace;

    /// <summary>Somebody without a second step signs in: from here on their time runs. Whoever has a passkey has none, and owes that at once.</summary>
    /// <returns>From when they must have one; none if they need none.</returns>
    public DateTimeOffset? Remind(PortalUser user, DateTimeOffset now)
    {
        if (!Concerns(user))
        {
            return null;
        }

        user.OweSecondStep(DueFrom(now));
        return user.SecondStepDueAt;
    }
}
