using Microsoft.AspNetCore.Identity;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>Gives <see cref="PasswordSchemes"/> to ASP.NET Core Identity. The person has no part in the hash.</summary>
public sealed class PortalPasswordHasher<TUser>(PasswordSchemes schemes) : IPasswordHasher<TUser>
    where TUser : class
{
    public string HashPassword(TUser user, string password) => schemes.Hash(password);

    public PasswordVerificationResult VerifyHashedPassword(TUser user, string hashedPassword, string providedPassword) =>
        schemes.Verify(hashedPassword, providedPassword);
}
