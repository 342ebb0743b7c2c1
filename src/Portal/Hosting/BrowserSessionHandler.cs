using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Portal.Identity.Authorizations;
using Portal.Identity.Sessions;
using Portal.Pages.Account;

namespace Portal.Hosting;

/// <summary>Signs people in by a cookie that holds only the key of a session row: once the row has ended, so has the sign-in.</summary>
/// <remarks>
/// The framework's cookie handler with a ticket store would keep an old key when somebody signs in over an existing
/// session; here every authentication gets a new one (docs/decisions/0003-browser-sessions.md).
/// </remarks>
internal sealed class BrowserSessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    IDataProtectionProvider dataProtection,
    BrowserSessions sessions,
    ActivityTracker activity,
    TimeProvider clock) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "session";
    public const string SessionIdClaim = "sid";
    public const string AuthenticatedAtClaim = "auth_time";

    // The browsers' limit.
    private static readonly TimeSpan CookieLifetime = TimeSpan.FromDays(400);
    private const string ProtectorPurpose = "session-cookie";
    private readonly IDataProtector _protector = dataProtection.CreateProtector(ProtectorPurpose);

    /// <summary>Hands the key of a session that has just begun to the browser.</summary>
    public static void SetCookie(HttpContext context, NewBrowserSession session)
    {
        var protector = context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector(ProtectorPurpose);
        context.SetCookie(SchemeName, Convert.ToBase64String(protector.Protect(session.Key)), CookieLifetime);
    }

    /// <summary>Makes the browser forget the key.</summary>
    public static void DeleteCookie(HttpContext context) => context.DeleteCookie(SchemeName);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ReadKey() is not { } key || await sessions.FindAsync(key, Context.RequestAborted) is not { } person)
        {
            return AuthenticateResult.NoResult();
        }

        activity.Record(AccountSessionKind.Browser, person.BrowserSessionId, clock.GetUtcNow(), Context.GetRequester().AddressText);
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, person.UserId.ToString()),
                new(ClaimTypes.Name, person.Username),
                new(SessionIdClaim, person.BrowserSessionId.ToString()),
                new(AuthenticatedAtClaim, person.AuthenticatedAt.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ],
            SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    /// <summary>Somebody who is not signed in is sent to the sign-in page, and from there back to where they wanted to go.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var hint = Request.Query["org.matrix.msc4198.login_hint"].FirstOrDefault() is { } text ? $"&login_hint={Uri.EscapeDataString(text)}" : "";
        return new SeeOther($"/login?{Continuation.OfAccount(DeepLinks.Resume(Request)).ToQuery()}{hint}").ExecuteAsync(Context);
    }

    // A cookie that cannot be read is treated as absent; it never breaks the page.
    private byte[]? ReadKey()
    {
        if (Request.Cookies[SchemeName] is not { Length: > 0 and < 1024 } cookie)
        {
            return null;
        }

        try
        {
            return _protector.Unprotect(Convert.FromBase64String(cookie));
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
