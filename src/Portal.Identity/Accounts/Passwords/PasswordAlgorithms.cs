namespace Portal.Identity.Accounts.Passwords;

/// <summary>What <see cref="PasswordSchemeOptions.Algorithm"/> may say.</summary>
internal static class PasswordAlgorithms
{
    public const string Argon2id = "argon2id";
    public const string Bcrypt = "bcrypt";
    public const string Pbkdf2 = "pbkdf2";
}
