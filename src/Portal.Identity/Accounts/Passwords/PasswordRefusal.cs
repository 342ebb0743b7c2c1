namespace Portal.Identity.Accounts.Passwords;

/// <summary>Why a text can be no password, whatever the configured strength.</summary>
public enum PasswordRefusal
{
    /// <summary>There is nothing.</summary>
    Empty,

    /// <summary>More than <see cref="PasswordText.MaxBytes"/>.</summary>
    TooLong,

    /// <summary>It contains NUL, which other systems end a text at, half a surrogate pair, or U+FFFE.</summary>
    NotText,
}
