using Portal.Hosting;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Passwords;
using Portal.Texts;

namespace Portal.Pages.Passwords;

/// <summary><c>POST /password/strength</c>: what the server thinks of a new password while it is typed (docs/decisions/0011-password-meter.md).</summary>
/// <remarks>Nothing of it is stored or logged, and it knows only what stands in the form: it tells nobody anything about anybody.</remarks>
internal static class StrengthEndpoint
{
    public const string Path = "/password/strength";

    public static void MapPasswordStrength(this IEndpointRouteBuilder routes) => routes.MapPost(Path, EstimateAsync);

    private static async Task<IResult> EstimateAsync(
        HttpContext context, NewPasswordCheck check, PasswordAllowance allowances, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var allowance = await allowances.TryJudgeAsync(context.GetRequester(), cancellationToken);
        if (!allowance.Allowed)
        {
            context.SetRetryAfter(allowance.RetryAfter);
            return Results.Problem(statusCode: StatusCodes.Status429TooManyRequests);
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var estimate = await check.EstimateAsync(form.Text("password"), await WordsAsync(context, form, cancellationToken), cancellationToken);
        return Results.Json(new StrengthAnswer(BarsOf(estimate), estimate.IsAccepted, context.GetTexts().Say(estimate)));
    }

    private static async Task<IReadOnlyList<string?>> WordsAsync(HttpContext context, IFormCollection form, CancellationToken cancellationToken) =>
        context.User.GetPerson() is { } person
            ? [person.Username, .. (await context.RequestServices.GetRequiredService<AccountEmails>().ListAsync(person.UserId, cancellationToken)).Select(email => email.Address)]
            : [form.Text("username"), form.Text("email")];

    // What will not be taken never looks good, whatever minimum the operator has set.
    private static int BarsOf(PasswordEstimate estimate) =>
        estimate.Refusal is PasswordRefusal.Empty ? 0 : estimate.IsAccepted ? Math.Max(1, estimate.Score) : Math.Clamp(estimate.Score, 1, 2);
}

/// <summary>What the script beside the field is told.</summary>
/// <param name="Bars">How many of the four to fill.</param>
/// <param name="Text">In the language of the page; none for no password.</param>
internal sealed record StrengthAnswer(int Bars, bool Accepted, string Text);
