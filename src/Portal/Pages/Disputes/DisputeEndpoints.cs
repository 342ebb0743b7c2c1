using Portal.Components.Feedback;
using Portal.Components.Icons;
using Portal.Hosting;
using Portal.Identity.Accounts.Disputes;
using Portal.Identity.Accounts.Notices;
using Portal.Layout;
using Portal.Pages.Account;
using Portal.Pages.Account.Confirm;
using Portal.Pages.Errors;
using Portal.Pages.Recovery;
using Portal.Texts;

namespace Portal.Pages.Disputes;

/// <summary><c>/account/not-me</c>, where the link "this was not me" of a mail leads, and <c>/account/activity/not-me</c> for who is signed in. Opening either changes nothing.</summary>
internal static class DisputeEndpoints
{
    private const string Path = "/" + SendNotice.TakeBackPath;

    public static void MapDisputes(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync);
        routes.MapPost(Path, TakeBackAsync);
    }

    public static void MapOwnDispute(this IEndpointRouteBuilder account)
    {
        account.MapGet("/activity/not-me", ShowOwnAsync).RequireFreshProof();
        account.MapPost("/activity/not-me", TakeOwnBackAsync).RequireFreshProof();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AccountDisputes disputes, CancellationToken cancellationToken) =>
        await disputes.FindAsync(TicketOf(context), cancellationToken) is var link && link is DisputeLink.Ready ready
            ? Page(context, new DisputeView
            {
                Username = ready.Username,
                What = (ready.Kind, ready.HappenedAt),
                Address = ready.Address,
                Returns = ready.Returns,
                RemovesAddresses = ready.RemovesAddresses,
                RemovesPasskeys = ready.RemovesPasskeys,
                EndsSecondStep = ready.EndsSecondStep,
            })
            : Refused(context, link);

    private static async Task<IResult> TakeBackAsync(HttpContext context, AccountDisputes disputes, CancellationToken cancellationToken) =>
        Answer(context, await disputes.TakeBackAsync(TicketOf(context), context.GetTexts().Language, context.GetRequester(), cancellationToken));

    private static async Task<IResult> ShowOwnAsync(HttpContext context, AccountDisputes disputes, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        return await disputes.CanTakeBackAsync(person.UserId, cancellationToken)
            ? Page(context, new DisputeView { Username = person.Username, RemovesPasskeys = await disputes.HasNewPasskeysAsync(person.UserId, cancellationToken) })
            : NotPossible(context, StatusCodes.Status200OK);
    }

    private static async Task<IResult> TakeOwnBackAsync(HttpContext context, AccountDisputes disputes, CancellationToken cancellationToken)
    {
        var outcome = await disputes.TakeBackAsync(context.User.GetPerson()!, context.GetTexts().Language, context.GetRequester(), cancellationToken);
        if (outcome is DisputeOutcome.Refused)
        {
            return NotPossible(context, StatusCodes.Status405MethodNotAllowed);
        }

        if (outcome is DisputeOutcome.TakenBack)
        {
            BrowserSessionHandler.DeleteCookie(context);
        }

        return Answer(context, outcome);
    }

    private static IResult Answer(HttpContext context, DisputeOutcome outcome)
    {
        switch (outcome)
        {
            case DisputeOutcome.TakenBack takenBack:
                DoneNotice.Set(context, RecoveryEndpoints.TakenBack);
                return new SeeOther(RecoveryEndpoints.ProgressPath(takenBack.RecoverySessionId));
            case DisputeOutcome.RateLimited limited:
                return ErrorPages.TooMany(context, limited.RetryAfter);
            case DisputeOutcome.Refused refused:
                return Refused(context, refused.Link);
            default:
                throw new InvalidOperationException("There is no such outcome.");
        }
    }

    private static IResult Refused(HttpContext context, DisputeLink link) => link switch
    {
        DisputeLink.Disabled => RecoveryEndpoints.Disabled(context),
        DisputeLink.Used => Over(context, "recovery.used-title", "dispute.used-lead"),
        DisputeLink.Expired => Over(context, "recovery.expired-title", "dispute.expired-lead"),
        DisputeLink.Locked => RecoveryLinkEndpoints.Locked(context),
        DisputeLink.Deactivated deleted => RecoveryLinkEndpoints.Deactivated(context, deleted.Username),
        _ => RecoveryLinkEndpoints.Unknown(context),
    };

    private static IResult Over(HttpContext context, string title, string lead) => MessageResult.Of(context, page => new Message(page.Texts[title], page.Texts[lead])
    {
        Icon = IconName.Clock,
        Tone = Tone.Warning,
        Actions = [new(page.To("/recover"), page.Texts["mail.notice.recover"]), new(page.To("/login"), page.Texts["common.sign-in"])],
    });

    private static IResult NotPossible(HttpContext context, int status) => MessageResult.Of(context, status, page => new Message(page.Texts["dispute.closed-title"], page.Texts["dispute.closed-lead", page.Brand.ServiceName])
    {
        Icon = IconName.Lock,
        Actions = [new(page.To(AccountPlaces.Activity), page.Texts["activity.title"])],
    });

    private static IResult Page(HttpContext context, DisputeView view) => PageResult.Of<DisputePage>(context, new { Page = PageContext.Of(context), View = view });

    private static string TicketOf(HttpContext context) => context.Request.Query["ticket"] is [{ } single] ? single : "";
}
