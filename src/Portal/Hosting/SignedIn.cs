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
                new DateTimeOffset(long.Parse(principal.FindFirstValue(BrowserSessionHandler.AuthenticatedAtClaim)!, CultureInfo.InvariantCulture), TimeSpan.Zero))
            {
                DisplayName = principal.FindFirstValue(BrowserSessionHandler.DisplayNameClaim),
                Methods = (ProofMethods)int.Parse(principal.FindFirstValue(BrowserSessionHandler.MethodsClaim)!, CultureInfo.InvariantCulture),
                SecondStepDueAt = principal.FindFirstValue(BrowserSessionHandler.SecondStepDueClaim) is { } due ? new DateTimeOffset(long.Parse(due, CultureInfo.InvariantCulture), TimeSpan.Zero) : null,
                IsProofVoid = principal.HasClaim(claim => claim.Type == BrowserSessionHandler.ProofVoidClaim),
                Language = principal.FindFirstValue(BrowserSessionHandler.LanguageClaim),
            }
            : null;

    /// <summary>Whose session the browser's key opened before it became unusable; none if somebody is signed in, or nobody ever was.</summary>
    public static UnusableSession? GetUnusableSession(this HttpContext context) => context.Items[typeof(UnusableSession)] as UnusableSession;

    internal static void SetUnusableSession(this HttpContext context, UnusableSession? session) => context.Items[typeof(UnusableSession)] = session;
}
