using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Pages.Account.SecondStep;
using Portal.Pages.Terms;

namespace Portal.Pages.SignIn;

/// <summary>What follows on a sign-in of one step or two, other than the same page once more.</summary>
internal sealed class SignInAnswer(TermsGate terms, ReturnCookie comeBack, PendingSignInCookie pending)
{
    /// <summary>Said on the sign-in page, as <see cref="DoneNotice"/>: the second step took too long.</summary>
    public const string ExpiredNotice = "sign-in-expired";

    /// <inheritdoc cref="ExpiredNotice"/>
    public const string LockedNotice = "account-locked";

    /// <inheritdoc cref="ExpiredNotice"/>
    public const string DeactivatedNotice = "account-deactivated";

    public async Task<IResult> ToAsync(HttpContext context, SignInOutcome outcome, CancellationToken cancellationToken)
    {
        var continuation = context.Request.GetContinuation();
        switch (outcome)
        {
            case SignInOutcome.SignedIn signedIn:
                BrowserSessionHandler.SetCookie(context, signedIn.Session);
                comeBack.Delete(context); // it was somebody else's, or is not needed
                return signedIn.SecondStepDueAt is not null
                    ? new SeeOther(continuation.With(SecondStepPlaces.Needed))
                    : new SeeOther(await terms.AfterSignInAsync(signedIn.Session.Session.UserId, continuation, cancellationToken));
            case SignInOutcome.NeedsSecondStep needs:
                pending.Set(context, needs.Pending);
                return new SeeOther(continuation.With(SignInCodeEndpoints.Path));
            case SignInOutcome.Deactivated { Return: { } way }:
                comeBack.Set(context, way);
                return new SeeOther(continuation.With(ComeBackEndpoints.Path));
            case SignInOutcome.Deactivated:
                return Say(context, DeactivatedNotice);
            case SignInOutcome.Locked:
                return Say(context, LockedNotice);
            default:
                return Expired(context);
        }
    }

    /// <summary>From the start.</summary>
    public static IResult Expired(HttpContext context) => Say(context, ExpiredNotice);

    private static SeeOther Say(HttpContext context, string notice)
    {
        DoneNotice.Set(context, notice);
        return new SeeOther(context.Request.GetContinuation().With("/login"));
    }
}
