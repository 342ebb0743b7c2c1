using Microsoft.AspNetCore.Identity;

namespace Portal.Identity.Accounts;

/// <summary>How the user store of ASP.NET Core Identity is set up; used by the application, by migrations and by tests alike.</summary>
public static class PortalIdentity
{
    /// <summary>Version 3 of the schema brings the passkey table; without this setting the model is silently built without it.</summary>
    public static void Configure(IdentityOptions options)
    {
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
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
