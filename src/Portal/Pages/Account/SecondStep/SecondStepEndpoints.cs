using System.Text;
using Portal.Hosting;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Layout;
using Portal.Pages.Account.Confirm;
using Portal.Pages.Account.Secrets;
using Portal.Pages.Terms;

namespace Portal.Pages.Account.SecondStep;

/// <summary><c>/account/second-step</c>: a person switches signing in in two steps on and off, and keeps codes for the day on which the phone is gone.</summary>
internal static class SecondStepEndpoints
{
    private const string TurnedOff = "second-step.turned-off";
    private const string PutAway = "second-step.put-away";

    // Long enough to find a printer.
    private static readonly TimeSpan ShownFor = TimeSpan.FromMinutes(15);

    public static void MapSecondStep(this IEndpointRouteBuilder account)
    {
        account.MapGet("/second-step", ShowAsync).AllowWithoutSecondStep();
        account.MapGet("/second-step/needed", ShowNeededAsync).AllowWithoutSecondStep();
        account.MapPost("/second-step/needed", LaterAsync).AllowWithoutSecondStep();
        account.MapGet("/second-step/set-up", ShowSetUpAsync).RequireFreshProof().AllowWithoutSecondStep();
        account.MapPost("/second-step/set-up", SetUpAsync).RequireFreshProof().AllowWithoutSecondStep();
        account.MapGet("/second-step/codes", ShowCodes);
        account.MapGet("/second-step/codes.txt", DownloadCodes);
        account.MapPost("/second-step/codes", PutCodesAwayAsync);
        account.MapGet("/second-step/new-codes", AskForNewCodesAsync).RequireFreshProof();
        account.MapPost("/second-step/new-codes", DrawNewCodesAsync).RequireFreshProof();
        account.MapGet("/second-step/off", AskToTurnOffAsync).RequireFreshProof();
        account.MapPost("/second-step/off", TurnOffAsync).RequireFreshProof();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, SecondFactors factors, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        return PageResult.Of<SecondStepOverviewPage>(context, new
        {
            Page = PageContext.Of(context),
            Person = person,
            Summary = await factors.FindAsync(person.UserId, cancellationToken),
            IsRequired = await factors.IsRequiredAsync(person.UserId, cancellationToken),
            Done = DoneNotice.Take(context, TurnedOff, PutAway),
        });
    }

    private static async Task<IResult> ShowNeededAsync(HttpContext context, AccountPasskeys passkeys, TimeProvider clock, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        return person.SecondStepDueAt is not null && await passkeys.HasAnyAsync(person.UserId, cancellationToken) ? new SeeOther(context.Request.GetContinuation().With(AccountPlaces.Confirm))
            : person.SecondStepDueAt is { } due ? PageResult.Of<SecondStepNeededPage>(context, new
            {
                Page = PageContext.Of(context),
                DueAt = due,
                CanWait = !person.OwesSecondStep(clock.GetUtcNow()),
                SetUpPath = context.Request.GetContinuation().With(SecondStepPlaces.SetUp),
            })
            : new SeeOther(context.Request.GetContinuation()?.ToPath() ?? AccountPlaces.Home);
    }

    // Whoever cannot wait any more is led back here by the next page.
    private static async Task<IResult> LaterAsync(HttpContext context, TermsGate terms, CancellationToken cancellationToken) =>
        new SeeOther(await terms.AfterSignInAsync(context.User.GetPerson()!.UserId, context.Request.GetContinuation(), cancellationToken));

    private static async Task<IResult> ShowSetUpAsync(HttpContext context, SecondFactors factors, NewAuthenticatorCookie cookie, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        return await factors.HasSecondFactorAsync(person.UserId, cancellationToken)
            ? new SeeOther(SecondStepPlaces.Overview)
            : SetUpPage(context, new SetUpView(cookie.Take(context, person)));
    }

    private static async Task<IResult> SetUpAsync(HttpContext context, SecondFactors factors, NewAuthenticatorCookie cookie, ShownOnce shown, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        if (cookie.Read(context, person) is not { } key)
        {
            return new SeeOther(context.Request.GetContinuation().With(SecondStepPlaces.SetUp)); // the page was open for too long: with another key
        }

        var code = (await context.Request.ReadFormAsync(cancellationToken)).Text("code");
        if (code.Trim().Length == 0)
        {
            return SetUpPage(context, new SetUpView(key) { Error = "second-step.missing" });
        }

        switch (await factors.EnableAsync(person, key, code, context.GetRequester(), cancellationToken))
        {
            case EnableOutcome.Enabled enabled:
                cookie.Delete(context);
                Keep(context, shown, enabled.RecoveryCodes);
                return new SeeOther(context.Request.GetContinuation().With(SecondStepPlaces.Codes));
            case EnableOutcome.WrongCode:
                return SetUpPage(context, new SetUpView(key) { Error = "second-step.wrong-set-up" });
            case EnableOutcome.NeedsPasskey:
                return new SeeOther(context.Request.GetContinuation().With(AccountPlaces.Confirm));
            case EnableOutcome.RateLimited limited:
                return SetUpPage(context, new SetUpView(key) { RetryAfter = limited.RetryAfter });
            default:
                return new SeeOther(SecondStepPlaces.Overview); // which says what has become of it, or asks to sign in
        }
    }

    private static IResult ShowCodes(HttpContext context, ShownOnce shown) => ReadCodes(context, shown) is { } codes
        ? PageResult.Of<RecoveryCodesPage>(context, new { Page = PageContext.Of(context), Person = context.User.GetPerson()!, Codes = codes })
        : new SeeOther(SecondStepPlaces.Overview);

    private static IResult DownloadCodes(HttpContext context, ShownOnce shown)
    {
        var person = context.User.GetPerson()!;
        if (ReadCodes(context, shown) is not { } codes)
        {
            return new SeeOther(SecondStepPlaces.Overview);
        }

        var page = PageContext.Of(context);
        context.Response.Headers.CacheControl = "no-store";
        string[] lines = [page.Texts["second-step.file-title", page.Brand.UserIdOf(person.Username)], page.Texts["second-step.codes-lead"], "", .. codes];
        return TypedResults.File(Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n"), "text/plain; charset=utf-8", "recovery-codes.txt");
    }

    private static async Task<IResult> PutCodesAwayAsync(HttpContext context, ShownOnce shown, TermsGate terms, CancellationToken cancellationToken)
    {
        shown.PutAway(context);
        if (context.Request.GetContinuation() is { } continuation)
        {
            return new SeeOther(await terms.AfterSignInAsync(context.User.GetPerson()!.UserId, continuation, cancellationToken));
        }

        DoneNotice.Set(context, PutAway);
        return new SeeOther(SecondStepPlaces.Overview);
    }

    private static async Task<IResult> AskForNewCodesAsync(HttpContext context, SecondFactors factors, CancellationToken cancellationToken) =>
        await IfOnAsync<NewCodesPage>(context, factors, cancellationToken);

    private static async Task<IResult> DrawNewCodesAsync(HttpContext context, SecondFactors factors, ShownOnce shown, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        if (await factors.ReplaceCodesAsync(person, context.GetRequester(), cancellationToken) is not { } codes)
        {
            return new SeeOther(SecondStepPlaces.Overview);
        }

        Keep(context, shown, codes);
        return new SeeOther(SecondStepPlaces.Codes);
    }

    private static async Task<IResult> AskToTurnOffAsync(HttpContext context, SecondFactors factors, CancellationToken cancellationToken) =>
        await IfOnAsync<TurnOffPage>(context, factors, cancellationToken);

    private static async Task<IResult> TurnOffAsync(HttpContext context, SecondFactors factors, CancellationToken cancellationToken)
    {
        if (await factors.DisableAsync(context.User.GetPerson()!, context.GetRequester(), cancellationToken))
        {
            DoneNotice.Set(context, TurnedOff);
        }

        return new SeeOther(SecondStepPlaces.Overview);
    }

    // Until they are put away: a reload, and the download, show them again.
    private static void Keep(HttpContext context, ShownOnce shown, IReadOnlyList<string> codes) => shown.Keep(context, SecondStepPlaces.Codes, string.Join(' ', codes), ShownFor);

    private static string[]? ReadCodes(HttpContext context, ShownOnce shown) => shown.Read(context, SecondStepPlaces.Codes)?.Split(' ');

    private static async Task<IResult> IfOnAsync<TPage>(HttpContext context, SecondFactors factors, CancellationToken cancellationToken)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var person = context.User.GetPerson()!;
        return await factors.HasSecondFactorAsync(person.UserId, cancellationToken)
            ? PageResult.Of<TPage>(context, new { Page = PageContext.Of(context), Person = person })
            : new SeeOther(SecondStepPlaces.Overview);
    }

    private static IResult SetUpPage(HttpContext context, SetUpView view) =>
        PageResult.Of<SetUpPage>(context, new { Page = PageContext.Of(context), Person = context.User.GetPerson()!, View = view });
}
