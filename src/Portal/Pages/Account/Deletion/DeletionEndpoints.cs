using Portal.Components.Icons;
using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Deletion;
using Portal.Layout;
using Portal.Pages.Account.Confirm;

namespace Portal.Pages.Account.Deletion;

/// <summary><c>/account/deactivate</c>: a person deletes their account (flows contract, section 9.10). The way back is <see cref="SignIn.ComeBackEndpoints"/>.</summary>
internal static class DeletionEndpoints
{
    public static void MapDeletion(this IEndpointRouteBuilder account)
    {
        account.MapGet("/deactivate", ShowAsync).RequireFreshProof();
        account.MapPost("/deactivate", DeleteAsync).RequireFreshProof().WithMetadata(new AskAgainWhenOld());
    }

    private static Task<IResult> ShowAsync(HttpContext context, AccountDeletion deletion, AccountOverview overview, KeptForm kept, CancellationToken cancellationToken) =>
        PageAsync(context, deletion, overview, new DeletionView { Erase = kept.Take(context).ContainsKey("erase") }, cancellationToken);

    private static async Task<IResult> DeleteAsync(HttpContext context, AccountDeletion deletion, AccountOverview overview, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var (typed, erase) = (form.Text("mxid"), form.ContainsKey("erase"));
        return await deletion.RequestAsync(context.User.GetPerson()!, typed, erase, context.GetRequester(), cancellationToken) switch
        {
            DeletionOutcome.NotConfirmed => await PageAsync(context, deletion, overview, new DeletionView { Typed = typed, Erase = erase, NotConfirmed = true }, cancellationToken),
            DeletionOutcome.NotAllowed => NotAllowed(context, StatusCodes.Status405MethodNotAllowed),
            _ => new SeeOther("/login"), // which says what has become of the account
        };
    }

    private static async Task<IResult> PageAsync(HttpContext context, AccountDeletion deletion, AccountOverview overview, DeletionView view, CancellationToken cancellationToken)
    {
        if (!deletion.IsAllowed)
        {
            return NotAllowed(context, StatusCodes.Status200OK);
        }

        var person = context.User.GetPerson()!;
        var summary = await overview.OfAsync(person.UserId, person.BrowserSessionId, cancellationToken);
        return PageResult.Of<DeletionPage>(context, new
        {
            Page = PageContext.Of(context),
            Person = person,
            View = view with { Days = (int)Math.Ceiling(deletion.Window.TotalDays), Devices = summary.Apps + summary.Browsers },
        });
    }

    private static IResult NotAllowed(HttpContext context, int status) => MessageResult.Of(context, status, page => new Message(page.Texts["delete.closed-title"], page.Texts["delete.closed-lead", page.Brand.ServiceName])
    {
        Icon = IconName.Lock,
        Actions = [new(page.To(AccountPlaces.Home), page.Texts["error.home"])],
    });
}
