using Microsoft.Extensions.Options;
using Portal.Components.Icons;
using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Protocol;
using Portal.Layout;
using Portal.Pages.Errors;
using Portal.Texts;

namespace Portal.Pages.Account.Emails;

/// <summary>The code that proves a new address (flows contract, section 9.4); only for the browser session in which it was asked for.</summary>
internal static class EmailCodeEndpoints
{
    public static void MapEmailCodes(this IEndpointRouteBuilder account)
    {
        account.MapGet("/emails/{id}/verify", ShowAsync);
        account.MapPost("/emails/{id}/verify", VerifyAsync);
        account.MapGet("/emails/{id}/in-use", ShowInUseAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string id, AccountEmails emails, CancellationToken cancellationToken) =>
        await FindAsync(context, id, emails, cancellationToken) switch
        {
            null => ErrorPages.Page(context, StatusCodes.Status404NotFound),
            { CompletedAt: not null } => new SeeOther(EmailPlaces.List),
            { } verification => CodePage(context, verification, null),
        };

    private static async Task<IResult> VerifyAsync(HttpContext context, string id, AccountEmails emails, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, id, emails, cancellationToken) is not { } verification)
        {
            return ErrorPages.Page(context, StatusCodes.Status404NotFound);
        }

        var (person, form) = (context.User.GetPerson()!, await context.Request.ReadFormAsync(cancellationToken));
        var code = form.Text("code");
        var outcome = form.Text("action") == "resend" ? await emails.ResendAsync(person, verification.Id, context.GetTexts().Language, context.GetRequester(), cancellationToken)
            : code.Trim().Length == 0 ? null
            : await emails.VerifyAsync(person, verification.Id, code, context.GetRequester(), cancellationToken);
        switch (outcome)
        {
            case VerifyOutcome.Verified:
                DoneNotice.Set(context, EmailEndpoints.Added);
                return new SeeOther(EmailPlaces.List);
            case VerifyOutcome.InUse:
                return new SeeOther(EmailPlaces.InUse(verification.Id));
            case VerifyOutcome.NotWaiting:
                return new SeeOther(EmailPlaces.List);
            default:
                return CodePage(context, verification, outcome);
        }
    }

    private static async Task<IResult> ShowInUseAsync(HttpContext context, string id, AccountEmails emails, CancellationToken cancellationToken)
    {
        switch (await FindAsync(context, id, emails, cancellationToken))
        {
            case null:
                return ErrorPages.Page(context, StatusCodes.Status404NotFound);
            case { CompletedAt: null } waiting:
                return new SeeOther(EmailPlaces.Verify(waiting.Id));
            case { } verification:
                return MessageResult.Of(context, page => new Message(page.Texts["emails.in-use-title"], page.Texts["emails.in-use-lead"])
                {
                    Name = verification.Address,
                    Icon = IconName.Mail,
                    Actions = [new(page.To(EmailPlaces.List), page.Texts["emails.back"])],
                });
        }
    }

    private static async Task<EmailVerification?> FindAsync(HttpContext context, string id, AccountEmails emails, CancellationToken cancellationToken) =>
        TypedUlid.TryDecode(TypedUlid.UserEmailAuthentication, id, out var verificationId)
            ? await emails.FindVerificationAsync(context.User.GetPerson()!, verificationId, cancellationToken)
            : null;

    /// <param name="outcome">What became of the last try; none if nothing was typed.</param>
    private static IResult CodePage(HttpContext context, EmailVerification verification, VerifyOutcome? outcome) => PageResult.Of<EmailCodePage>(context, new
    {
        Page = PageContext.Of(context),
        Person = context.User.GetPerson()!,
        View = new EmailCodeView
        {
            Address = verification.Address,
            Lifetime = context.RequestServices.GetRequiredService<IOptions<AccountOptions>>().Value.EmailCodeLifetime,
            Error = outcome switch
            {
                null when HttpMethods.IsPost(context.Request.Method) => "verify.missing",
                VerifyOutcome.WrongCode => "verify.wrong",
                VerifyOutcome.ExpiredCode => "verify.expired",
                _ => null,
            },
            Resent = outcome is VerifyOutcome.Sent,
            RetryAfter = (outcome as VerifyOutcome.RateLimited)?.RetryAfter,
        },
    });
}
