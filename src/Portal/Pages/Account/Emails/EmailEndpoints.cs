using Portal.Components.Feedback;
using Portal.Components.Icons;
using Portal.Hosting;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Protocol;
using Portal.Layout;
using Portal.Pages.Account.Confirm;
using Portal.Pages.Errors;
using Portal.Texts;

namespace Portal.Pages.Account.Emails;

/// <summary><c>/account/emails</c>: the addresses of an account (flows contract, section 9.3); the code of a new one is in <see cref="EmailCodeEndpoints"/>.</summary>
internal static class EmailEndpoints
{
    public const string Added = "emails.added";
    private const string Removed = "emails.removed";

    public static void MapEmails(this IEndpointRouteBuilder account)
    {
        account.MapGet("/emails", ListAsync);
        account.MapGet("/emails/add", ShowAdd).RequireFreshProof();
        account.MapPost("/emails/add", AddAsync).RequireFreshProof();
        account.MapGet("/emails/{id}/remove", ShowRemoveAsync).RequireFreshProof();
        account.MapPost("/emails/{id}/remove", RemoveAsync).RequireFreshProof();
        account.MapEmailCodes();
    }

    private static async Task<IResult> ListAsync(HttpContext context, AccountEmails emails, TimeProvider clock, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        return PageResult.Of<EmailsPage>(context, new
        {
            Page = PageContext.Of(context),
            Person = person,
            Emails = await emails.ListAsync(person.UserId, cancellationToken),
            Now = clock.GetUtcNow(),
            emails.CanChange,
            emails.LastIsFor,
            Done = DoneNotice.Take(context, Added, Removed),
        });
    }

    private static IResult ShowAdd(HttpContext context, AccountEmails emails, KeptForm kept) =>
        emails.CanChange ? AddPage(context, new AddEmailView { Address = kept.Take(context).GetValueOrDefault("email").ToString() }) : NotAllowed(context, StatusCodes.Status200OK);

    private static async Task<IResult> AddAsync(HttpContext context, AccountEmails emails, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var view = new AddEmailView { Address = form.Text("email").Trim() };
        if (view.Address.Length == 0)
        {
            return AddPage(context, view with { Error = "problem.email.required" });
        }

        return await emails.AddAsync(context.User.GetPerson()!, view.Address, context.GetTexts().Language, context.GetRequester(), cancellationToken) switch
        {
            AddEmailOutcome.Started started => new SeeOther(EmailPlaces.Verify(started.VerificationId)),
            AddEmailOutcome.Invalid => AddPage(context, view with { Error = "problem.email.invalid" }),
            AddEmailOutcome.TooMany => AddPage(context, view with { Error = "emails.too-many" }),
            AddEmailOutcome.InUse => AddPage(context, view with { Error = "emails.own" }),
            AddEmailOutcome.Denied denied => AddPage(context, view with { Error = ErrorOf(context.GetTexts(), denied) }),
            AddEmailOutcome.RateLimited limited => AddPage(context, view with { RetryAfter = limited.RetryAfter }),
            _ => NotAllowed(context, StatusCodes.Status405MethodNotAllowed),
        };
    }

    private static async Task<IResult> ShowRemoveAsync(HttpContext context, string id, AccountEmails emails, CancellationToken cancellationToken)
    {
        if (!emails.CanChange)
        {
            return NotAllowed(context, StatusCodes.Status200OK);
        }

        var person = context.User.GetPerson()!;
        var all = await emails.ListAsync(person.UserId, cancellationToken);
        var email = TypedUlid.TryDecode(TypedUlid.UserEmail, id, out var emailId) ? all.FirstOrDefault(email => email.Id == emailId) : null;
        return email is null
            ? ErrorPages.Page(context, StatusCodes.Status404NotFound)
            : PageResult.Of<RemoveEmailPage>(context, new { Page = PageContext.Of(context), Person = person, email.Address, KeptFor = all.Count == 1 ? emails.LastIsFor : null });
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, string id, AccountEmails emails, CancellationToken cancellationToken)
    {
        if (!TypedUlid.TryDecode(TypedUlid.UserEmail, id, out var emailId))
        {
            return ErrorPages.Page(context, StatusCodes.Status404NotFound);
        }

        switch (await emails.RemoveAsync(context.User.GetPerson()!, emailId, context.GetRequester(), cancellationToken))
        {
            case RemoveEmailOutcome.LastNeeded:
                return await ShowRemoveAsync(context, id, emails, cancellationToken); // it says why
            case RemoveEmailOutcome.NotAllowed:
                return NotAllowed(context, StatusCodes.Status405MethodNotAllowed);
            case RemoveEmailOutcome.Removed:
                DoneNotice.Set(context, Removed);
                return new SeeOther(EmailPlaces.List);
            default:
                return new SeeOther(EmailPlaces.List); // what is gone is gone, and nobody was told anew
        }
    }

    private static string ErrorOf(TextSet texts, AddEmailOutcome.Denied denied) =>
        denied.Violations.Select(violation => $"problem.{violation.Code}").FirstOrDefault(texts.Has) ?? "problem.email-not-allowed";

    private static IResult AddPage(HttpContext context, AddEmailView view) =>
        PageResult.Of<AddEmailPage>(context, new { Page = PageContext.Of(context), Person = context.User.GetPerson()!, View = view });

    private static IResult NotAllowed(HttpContext context, int status) => MessageResult.Of(context, status, page => new Message(page.Texts["emails.closed-title"], page.Texts["emails.closed-lead", page.Brand.ServiceName])
    {
        Icon = IconName.Lock,
        Tone = Tone.Info,
        Actions = [new(page.To(EmailPlaces.List), page.Texts["emails.back"])],
    });
}
