using Portal.Components.Feedback;
using Portal.Components.Icons;
using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Layout;
using Portal.Pages.Account.Confirm;
using Portal.Pages.Errors;

namespace Portal.Pages.Account.CrossSigning;

/// <summary><c>/account/reset-cross-signing</c>: a person who has lost every device lets an app make them a new cryptographic identity (flows contract, section 9.11).</summary>
/// <remarks>No session of this browser may do it on its own: whoever has the open browser of somebody could take their place in encrypted rooms.</remarks>
internal static class IdentityResetEndpoints
{
    public const string Path = "/account/reset-cross-signing";
    public const string CancelledPath = Path + "/cancelled";
    private const string SuccessPath = Path + "/success";
    private const string Allowed = "reset.done-title";

    /// <param name="account">The group of <c>/account</c>.</param>
    public static void MapIdentityReset(this IEndpointRouteBuilder account)
    {
        account.MapGet("/reset-cross-signing", Show).RequireFreshProof();
        account.MapPost("/reset-cross-signing", AllowAsync).RequireFreshProof().WithMetadata(new AskAgainWhenOld());
        account.MapGet("/reset-cross-signing/success", ShowSuccess);
        account.MapGet("/reset-cross-signing/cancelled", ShowCancelled);
    }

    private static IResult Show(HttpContext context, IdentityReset reset) => reset.IsPossible
        ? PageResult.Of<IdentityResetPage>(context, new { Page = PageContext.Of(context), Person = context.User.GetPerson()! })
        : ErrorPages.Page(context, StatusCodes.Status404NotFound);

    private static async Task<IResult> AllowAsync(HttpContext context, IdentityReset reset, CancellationToken cancellationToken)
    {
        if (!reset.IsPossible)
        {
            return ErrorPages.Page(context, StatusCodes.Status404NotFound);
        }

        if (!await reset.AllowAsync(context.User.GetPerson()!, context.GetRequester(), cancellationToken))
        {
            return Failed(context);
        }

        DoneNotice.Set(context, Allowed);
        return new SeeOther(SuccessPath);
    }

    // Only after it was allowed: a link to this page must not make anybody believe it.
    private static IResult ShowSuccess(HttpContext context) => DoneNotice.Take(context, Allowed) is null
        ? new SeeOther(Path)
        : PageResult.Of<IdentityResetDonePage>(context, new { Page = PageContext.Of(context), Person = context.User.GetPerson()! });

    private static IResult ShowCancelled(HttpContext context) => MessageResult.Of(context, page => new Message(page.Texts["reset.cancelled-title"], page.Texts["reset.cancelled-lead"])
    {
        Icon = IconName.Check,
        Actions = [new(page.To(AccountPlaces.Home), page.Texts["error.home"])],
    });

    private static IResult Failed(HttpContext context) => MessageResult.Of(context, StatusCodes.Status503ServiceUnavailable, page => new Message(page.Texts["reset.failed-title"], page.Texts["reset.failed-lead"])
    {
        Icon = IconName.Broken,
        Tone = Tone.Warning,
        Actions = [new(page.To(Path), page.Texts["reset.again"]), new(page.To(AccountPlaces.Home), page.Texts["error.home"])],
    });
}
