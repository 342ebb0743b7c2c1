using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Options;
using Portal.Hosting;
using Portal.Identity.Accounts.Activity;
using Portal.Identity.Accounts.Disputes;
using Portal.Identity.Accounts.FailedSignIns;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Retention;
using Portal.Layout;

namespace Portal.Pages.Account.Activity;

/// <summary><c>/account/activity</c>: what happened to the account (flows contract, section 14.5).</summary>
internal static class ActivityEndpoints
{
    private const string AfterField = "after";
    private const string BeforeField = "before";

    public static void MapActivity(this IEndpointRouteBuilder account) => account.MapGet("/activity", ShowAsync);

    /// <summary>The address of a part of it.</summary>
    public static string PathOf(ActivityQuery query)
    {
        var parts = new QueryBuilder();
        if ((query.After ?? query.Before) is { } cursor)
        {
            parts.Add(query.After is null ? BeforeField : AfterField, cursor.ToString());
        }

        return AccountPlaces.Activity + parts;
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, AccountActivity activity, PasswordSwitches passwords, AccountDisputes disputes, RecentFailures failures, IOptions<RetentionOptions> retention, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (person, query) = (context.User.GetPerson()!, context.Request.Query);
        var part = await activity.ReadAsync(
            person.UserId, new(ActivityCursor.Parse(query[AfterField].FirstOrDefault()), ActivityCursor.Parse(query[BeforeField].FirstOrDefault())), cancellationToken);
        return PageResult.Of<ActivityPage>(context, new
        {
            Page = PageContext.Of(context),
            Person = person,
            Part = part,
            Failures = part.Previous is null ? await failures.ReadAsync(person.UserId, cancellationToken) : [],
            Now = clock.GetUtcNow(),
            Kept = (retention.Value.SecurityEvents, retention.Value.EndedSessions),
            passwords.CanChange,
            CanTakeBack = await disputes.CanTakeBackAsync(person.UserId, cancellationToken),
        });
    }
}
