using Portal.Hosting;
using Portal.Identity.Accounts.Registration;
using Portal.Texts;

namespace Portal.Pages.Register;

/// <summary><c>GET /register/username?name=</c>: whether a name is free, while it is typed. It tells what sending the form tells, and no more.</summary>
internal static class NameCheckEndpoint
{
    public const string Path = "/register/username";
    private const char Isolate = '\u2066'; // the Matrix ID runs from left to right in every sentence
    private const char EndIsolate = '\u2069';

    public static void MapNameCheck(this IEndpointRouteBuilder routes) => routes.MapGet(Path, CheckAsync);

    private static async Task<IResult> CheckAsync(
        HttpContext context, RegistrationForm form, RegistrationDoor door, NameAllowance names, Brand brand, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!door.IsOpen)
        {
            return Results.Problem(statusCode: StatusCodes.Status404NotFound);
        }

        // Only for our own page: no other site has its visitors ask.
        if (context.Request.Headers["Sec-Fetch-Site"] != "same-origin")
        {
            return Results.Problem(statusCode: StatusCodes.Status403Forbidden);
        }

        var allowance = await names.TryTakeAsync(context.GetRequester(), cancellationToken);
        if (!allowance.Allowed)
        {
            context.SetRetryAfter(allowance.RetryAfter);
            return Results.Problem(statusCode: StatusCodes.Status429TooManyRequests);
        }

        var (name, texts) = ((context.Request.Query["name"].FirstOrDefault() ?? "").Trim(), context.GetTexts());
        var problems = await form.CheckUsernameAsync(name, cancellationToken);
        return Results.Json(problems is [var problem, ..]
            ? new NameCheckAnswer(false, texts.Say(problem)!, problem.Code, problem.Suggestions, texts["register.name-suggestions"])
            : new NameCheckAnswer(true, texts["register.name-free", Isolate + brand.UserIdOf(name) + EndIsolate], null, []));
    }
}
