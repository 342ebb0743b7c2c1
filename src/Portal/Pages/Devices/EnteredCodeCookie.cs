using Microsoft.AspNetCore.DataProtection;
using Portal.Identity.Devices;

namespace Portal.Pages.Devices;

/// <summary>
/// Remembers of which devices the code was entered in this browser. Whoever typed no code sees no question: a link to it that somebody
/// else sends would skip the one step in which people notice that the device is not theirs (RFC 8628 §5.4).
/// </summary>
/// <remarks>For longer than a code lasts, so that the person learns that it has expired.</remarks>
internal sealed class EnteredCodeCookie(IDataProtectionProvider dataProtection, TimeProvider clock)
    : RememberedIds(dataProtection, clock, "entered-device-codes", 3 * DeviceCodeGrant.Lifetime);
