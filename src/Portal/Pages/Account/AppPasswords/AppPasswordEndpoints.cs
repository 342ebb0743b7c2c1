using Portal.Hosting;
using Portal.Identity.Accounts.AppPasswords;
using Portal.Identity.Protocol;
using Portal.Layout;
using Portal.Pages.Account.Confirm;
using Portal.Pages.Account.Secrets;
using Portal.Pages.Errors;

namespace Portal.Pages.Account.AppPasswords;

/// <summary><c>/account/app-passwords</c>: passwords for apps of the legacy login. To make one wants a fresh proof; to end one must never be hard.</summary>
internal static class AppPasswordEndpoints
{
    private const string Ended = "app-passwords.ended";
    private static readonly TimeSpan ShownFor = TimeSpan.FromMinutes(1);

    /// <param name="account">The group of <c>/account</c>.</param>
    public static void MapAppPasswords(this IEndpointRouteBuilder account)
    {
        account.MapGet("/app-passwords", ListAsync);
        account.MapGet("/app-passwords/new", ShowNew).RequireFreshProof();
        account.MapPost("/app-passwords/new", MakeAsync).RequireFreshProof();
        account.MapGet("/app-passwords/{id}/made", ShowMadeAsync);
        account.MapGet("/app-passwords/{id}/end", ShowEndAsync);
        account.MapPost("/app-passwords/{id}/end", EndAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, AccountAppPasswords passwords, TimeProvider clock, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        var list = await passwords.ListAsync(person.UserId, cancellationToken);
        return !passwords.Allowed && list.Count == 0
            ? ErrorPages.Page(context, StatusCodes.Status404NotFound)
            : PageResult.Of<AppPasswordsPage>(context, new
            {
                Page = PageContext.Of(context),
                Person = person,
                Passwords = list,
                passwords.Allowed,
                Done = DoneNotice.Take(context, Ended),
                Now = clock.GetUtcNow(),
            });
    }

    private static IResult ShowNew(HttpContext context, AccountAppPasswords passwords, KeptForm kept) =>
        passwords.Allowed ? NewPage(context, new NewAppPasswordView { Name = kept.Take(context).GetValueOrDefault("name").ToString() }) : new SeeOther(AppPasswordPlaces.List);

    private static async Task<IResult> MakeAsync(HttpContext context, AccountAppPasswords passwords, ShownOnce shown, CancellationToken cancellationToken)
    {
        var view = new NewAppPasswordView { Name = (await context.Request.ReadFormAsync(cancellationToken)).Text("name") };
        switch (await passwords.MakeAsync(context.User.GetPerson()!, view.Name, context.GetRequester(), cancellationToken))
        {
            case MakeAppPasswordOutcome.Made made:
                shown.Keep(context, AppPasswordPlaces.Made(made.Id), made.Password.ToDisplay(), ShownFor);
                return new SeeOther(AppPasswordPlaces.Made(made.Id));
            case MakeAppPasswordOutcome.Unfit unfit:
                return NewPage(context, view with { Problem = unfit.Problem });
            case MakeAppPasswordOutcome.RateLimited limited:
                return NewPage(context, view with { RetryAfter = limited.RetryAfter });
            case MakeAppPasswordOutcome.TooMany:
                return NewPage(context, view with { IsFull = true });
            case MakeAppPasswordOutcome.NotAllowed:
                return new SeeOther(AppPasswordPlaces.List);
            default:
                return new SeeOther("/login"); // which says what has become of the session
        }
    }

    private static async Task<IResult> ShowMadeAsync(HttpContext context, string id, AccountAppPasswords passwords, ShownOnce shown, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        if (shown.Take(context) is not { } secret || await FindAsync(context, id, passwords, cancellationToken) is not { } password)
        {
            return new SeeOther(AppPasswordPlaces.List);
        }

        var page = PageContext.Of(context);
        return PageResult.Of<SecretPage>(context, new
        {
            Page = page,
            Person = person,
            Title = page.Texts["app-passwords.made-title"],
            Lead = page.Texts["app-passwords.made-lead", "{0}"],
            password.Name,
            Secret = secret,
            Hint = page.Texts["app-passwords.made-hint", person.Username],
            Done = page.Texts["app-passwords.done"],
            BackTo = AppPasswordPlaces.List,
        });
    }

    private static async Task<IResult> ShowEndAsync(HttpContext context, string id, AccountAppPasswords passwords, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        return await FindAsync(context, id, passwords, cancellationToken) is { } password
            ? PageResult.Of<EndAppPasswordPage>(context, new
            {
                Page = PageContext.Of(context),
                Person = person,
                password.Name,
                Apps = await passwords.CountAppsAsync(person.UserId, password.Id, cancellationToken),
            })
            : ErrorPages.Page(context, StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> EndAsync(HttpContext context, string id, AccountAppPasswords passwords, CancellationToken cancellationToken)
    {
        if (!Ulid.TryDecode(id, out var passwordId))
        {
            return ErrorPages.Page(context, StatusCodes.Status404NotFound);
        }

        if (await passwords.EndAsync(context.User.GetPerson()!, passwordId, context.GetRequester(), cancellationToken))
        {
            DoneNotice.Set(context, Ended);
        }

        return new SeeOther(AppPasswordPlaces.List); // what is gone is gone, and nobody was told anew
    }

    private static async Task<AppPassword?> FindAsync(HttpContext context, string id, AccountAppPasswords passwords, CancellationToken cancellationToken) =>
        Ulid.TryDecode(id, out var passwordId) ? await passwords.FindAsync(context.User.GetPerson()!.UserId, passwordId, cancellationToken) : null;

    private static IResult NewPage(HttpContext context, NewAppPasswordView view) =>
        PageResult.Of<NewAppPasswordPage>(context, new { Page = PageContext.Of(context), Person = context.User.GetPerson()!, View = view });
}
