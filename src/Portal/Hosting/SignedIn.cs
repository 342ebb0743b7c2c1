using System.Globalization;
using System.Security.Claims;
using Portal.Identity.Sessions;

namespace Portal.Hosting;

/// <summary>Who is signed in, from the principal that <see cref="BrowserSessionHandler"/> made.</summary>
internal static class SignedIn
{
    public static SignedInPerson? GetPerson(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(ClaimTypes.NameIdentifier) is { } userId
            ? new SignedInPerson(
                Guid.Parse(userId),
                principal.FindFirstValue(ClaimTypes.Name)!,
                Guid.Parse(principal.FindFirstValue(BrowserSessionHandler.SessionIdClaim)!),
                new DateTimeOffset(long.Parse(principal.FindFirstValue(BrowserSessionHandler.AuthenticatedAtClaim)!, CultureInfo.InvariantCulture), TimeSpan.Zero),
                principal.FindFirstValue(BrowserSessionHandler.LanguageClaim))
            : null;
}
