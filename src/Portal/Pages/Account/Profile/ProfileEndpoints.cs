using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Layout;

namespace Portal.Pages.Account.Profile;

/// <summary><c>/account/profile</c>: what others see of a person, and the ways to what else belongs to them (flows contract, section 9.2).</summary>
internal static class ProfileEndpoints
{
    private const string Saved = "profile.saved";

    public static void MapProfile(this IEndpointRouteBuilder account)
    {
        account.MapGet("/profile", ShowAsync);
        account.MapPost("/profile", SaveAsync);
    }

    private static Task<IResult> ShowAsync(HttpContext context, AccountProfile profile, AccountOverview overview, CancellationToken cancellationToken) =>
        PageAsync(context, profile, overview, new ProfileView { DisplayName = context.User.GetPerson()!.DisplayName ?? "", Done = DoneNotice.Take(context, Saved) }, cancellationToken);

    private static async Task<IResult> SaveAsync(HttpContext context, AccountProfile profile, AccountOverview overview, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var typed = form.Text("display_name");
        switch (await profile.RenameAsync(context.User.GetPerson()!, typed, cancellationToken))
        {
            case DisplayNameOutcome.Saved:
                DoneNotice.Set(context, Saved);
                return new SeeOther(AccountPlaces.Profile);
            case DisplayNameOutcome.Invalid:
                return await PageAsync(context, profile, overview, new ProfileView { DisplayName = typed, Error = "profile.name-invalid" }, cancellationToken);
            case DisplayNameOutcome.HomeserverAway:
                return await PageAsync(context, profile, overview, new ProfileView { DisplayName = typed, Error = "profile.name-not-taken" }, cancellationToken);
            default:
                return Errors.ErrorPages.Page(context, StatusCodes.Status405MethodNotAllowed);
        }
    }

    private static async Task<IResult> PageAsync(HttpContext context, AccountProfile profile, AccountOverview overview, ProfileView view, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        return PageResult.Of<ProfilePage>(context, new
        {
            Page = PageContext.Of(context),
            Person = person,
            Summary = await overview.OfAsync(person.UserId, person.BrowserSessionId, cancellationToken),
            View = view with { CanChange = profile.CanChange },
        });
    }
}
