using Microsoft.AspNetCore.Identity;

namespace Portal.Identity.Accounts;

/// <summary>How the user store of ASP.NET Core Identity is set up; used by the application, by migrations and by tests alike.</summary>
public static class PortalIdentity
{
    public static void Configure(IdentityOptions options)
    {
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version2; // version 3 adds a table of passkeys, which are kept elsewhere (PasskeyStore)
        options.Stores.MaxLengthForKeys = 128;
        options.User.RequireUniqueEmail = false;
        options.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789.=_/+-";
        // Strength is judged as a whole (PasswordStrength), not by classes of characters.
        options.Password.RequiredLength = 1;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.Password.RequiredUniqueChars = 1;
    }
}
