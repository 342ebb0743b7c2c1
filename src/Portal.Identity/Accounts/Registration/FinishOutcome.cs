using Portal.Identity.Authorizations;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Registration;

/// <summary>What a registration needs next, or that it is done: one of the nested kinds.</summary>
public abstract record FinishOutcome
{
    private FinishOutcome()
    {
    }

    /// <summary>The account exists and is signed in.</summary>
    public sealed record Completed(NewBrowserSession Session, Continuation? Continuation) : FinishOutcome;

    /// <summary>It was finished before; nothing is created.</summary>
    public sealed record AlreadyCompleted(Continuation? Continuation) : FinishOutcome;

    /// <summary>It is by invitation only, and none was shown yet.</summary>
    public sealed record NeedsToken : FinishOutcome;

    /// <summary>The registration token was good when it was shown, and is not any more: used up, revoked or expired meanwhile.</summary>
    public sealed record TokenNoLongerValid(Continuation? Continuation) : FinishOutcome;

    public sealed record NeedsEmailCode : FinishOutcome;

    public sealed record NeedsDisplayName : FinishOutcome;

    /// <summary>It is to have a passkey, and none was made yet.</summary>
    public sealed record NeedsPasskey : FinishOutcome;

    /// <summary>It took more than an hour.</summary>
    public sealed record Expired(Continuation? Continuation) : FinishOutcome;

    /// <summary>Somebody else was faster; everything but the name is kept.</summary>
    public sealed record NameTaken(string Username) : FinishOutcome;

    /// <summary>The address, now proven, already belongs to an account.</summary>
    public sealed record EmailInUse(string Address, Continuation? Continuation) : FinishOutcome;

    /// <summary>The homeserver did not say whether the name is free. Nothing was created and nothing lost: it can be tried again.</summary>
    public sealed record HomeserverAway : FinishOutcome;

    public sealed record Unknown : FinishOutcome;

    /// <summary>Everything is done but for the question whether the name is free at the homeserver.</summary>
    internal sealed record AsksHomeserver(string Username) : FinishOutcome;
}
