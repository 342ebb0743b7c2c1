using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Portal.Identity.Authorizations;
using Portal.Identity.Sessions;
using Portal.Pages;
using Portal.Pages.Account;
using Portal.Pages.Account.SecondStep;

namespace Portal.Hosting;

/// <summary>Signs people in by a cookie that holds only the key of a session row: once the row has ended, so has the sign-in.</summary>
/// <remarks>
/// The framework's cookie handler with a ticket store would keep an old key when somebody signs in over an existing
/// session; here every authentication gets a new one (docs/decisions/0003-browser-sessions.md).
/// </remarks>
internal sealed class BrowserSessionHandler(IDataProtectionProvider dataProtection, ActivityTracker activity, TimeProvider clock) : IAuthenticationHandler
{
    public const string SchemeName = "session";
    public const string SessionIdClaim = "sid";
    public const string AuthenticatedAtClaim = "auth_time";

    /// <summary>How the person has proven who they are: a <see cref="ProofMethods"/>, as a number.</summary>
    public const string MethodsClaim = "proof_methods";

    public const string SecondStepDueClaim = "second_step_due";
    public const string LanguageClaim = "locale";
    public const string DisplayNameClaim = "name";
    public const string ProofVoidClaim = "proof_void";

    // The browsers' limit.
    private static readonly TimeSpan CookieLifetime = TimeSpan.FromDays(400);
    private const string ProtectorPurpose = "session-cookie";
    private HttpContext _context = null!;

    /// <summary>Hands the key of a session that has just begun to the browser.</summary>
    public static void SetCookie(HttpContext context, NewBrowserSession session)
    {
        var protector = context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector(ProtectorPurpose);
        context.SetCookie(SchemeName, Convert.ToBase64String(protector.Protect(session.Key)), CookieLifetime);
        context.RequestServices.GetRequiredService<BrowserKeyCookie>().Keep(context, session.BrowserKey);
    }

    /// <summary>Makes the browser forget the key.</summary>
    public static void DeleteCookie(HttpContext context) => context.DeleteCookie(SchemeName);

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public async Task<AuthenticateResult> AuthenticateAsync()
    {
        if (ReadKey() is not { } key)
        {
            return AuthenticateResult.NoResult();
        }

        // Only now: most requests come from programs, and whoever brings no key needs no database.
        var sessions = _context.RequestServices.GetRequiredService<BrowserSessions>();
        if (await sessions.FindAsync(key, _context.RequestAborted) is not { } person)
        {
            _context.SetUnusableSession(await sessions.FindUnusableAsync(key, _context.RequestAborted));
            return AuthenticateResult.NoResult();
        }

        if (person.IsSecondStepNew)
        {
            person = await sessions.RemindAsync(person, _context.RequestAborted);
        }

        if (person.OwesSecondStep(clock.GetUtcNow()) && _context.GetEndpoint()?.Metadata.GetMetadata<AllowedWithoutSecondStep>() is null)
        {
            _context.Items[typeof(AllowedWithoutSecondStep)] = true;
            return AuthenticateResult.NoResult(); // everywhere else nobody is signed in until the second step is set up
        }

        activity.Record(AccountSessionKind.Browser, person.BrowserSessionId, clock.GetUtcNow(), _context.GetRequester().AddressText);
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, person.UserId.ToString()),
                new(ClaimTypes.Name, person.Username),
                new(SessionIdClaim, person.BrowserSessionId.ToString()),
                new(AuthenticatedAtClaim, person.AuthenticatedAt.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new(MethodsClaim, ((int)person.Methods).ToString(System.Globalization.CultureInfo.InvariantCulture)),
                .. person.SecondStepDueAt is { } due ? [new Claim(SecondStepDueClaim, due.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture))] : Array.Empty<Claim>(),
                .. person.IsProofVoid ? [new Claim(ProofVoidClaim, "")] : Array.Empty<Claim>(),
                .. person.DisplayName is { } name ? [new Claim(DisplayNameClaim, name)] : Array.Empty<Claim>(),
                .. person.Language is { } language ? [new Claim(LanguageClaim, language)] : Array.Empty<Claim>(),
            ],
            SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    /// <summary>Somebody who is not signed in is sent to the sign-in page, and from there back to where they wanted to go.</summary>
    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        var request = _context.Request;
        if (_context.OwesSecondStep())
        {
            return new SeeOther(Continuation.OfAccount(DeepLinks.Resume(request)).With(SecondStepPlaces.Needed)).ExecuteAsync(_context);
        }

        var hint = request.Query["org.matrix.msc4198.login_hint"].FirstOrDefault() is { } text ? $"&login_hint={Uri.EscapeDataString(text)}" : "";
        return new SeeOther($"/login?{Continuation.OfAccount(DeepLinks.Resume(request)).ToQuery()}{hint}").ExecuteAsync(_context);
    }

    public Task ForbidAsync(AuthenticationProperties? properties)
    {
        _context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    // A cookie that cannot be read is treated as absent; it never breaks the page.
    private byte[]? ReadKey()
    {
        if (_context.Request.Cookies[SchemeName] is not { Length: > 0 and < 1024 } cookie)
        {
            return null;
        }

        try
        {
            return dataProtection.CreateProtector(ProtectorPurpose).Unprotect(Convert.FromBase64String(cookie));
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
