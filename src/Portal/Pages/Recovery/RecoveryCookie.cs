using Microsoft.AspNetCore.DataProtection;
using Portal.Identity.Accounts.Recovery;
using Portal.Identity.Authorizations;

namespace Portal.Pages.Recovery;

/// <summary>
/// Remembers which links were asked for in this browser. Only here does the request of an app go on that somebody was in the middle of: whoever asks
/// for a link to another's account would otherwise have that person, who merely chooses a new password, sign in to an app of the asker's.
/// </summary>
internal sealed class RecoveryCookie(IDataProtectionProvider dataProtection, TimeProvider clock)
    : RememberedIds(dataProtection, clock, "recoveries", TimeSpan.FromDays(1))
{
    /// <summary>What the request goes on with in this browser; nothing in any other.</summary>
    public Continuation? Resume(HttpContext context, RecoverySession? session) =>
        session is not null && Holds(context, session.Id) ? Continuation.Parse(session.Continuation) : null;
}
