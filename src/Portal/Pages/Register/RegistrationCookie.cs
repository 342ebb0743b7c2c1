using Microsoft.AspNetCore.DataProtection;
using Portal.Identity.Accounts.Registration;

namespace Portal.Pages.Register;

/// <summary>Remembers which registrations were started in this browser (flows contract, section 2.3).</summary>
internal sealed class RegistrationCookie(IDataProtectionProvider dataProtection, TimeProvider clock)
    : RememberedIds(dataProtection, clock, "user-registration-sessions", UserRegistration.Lifetime);
