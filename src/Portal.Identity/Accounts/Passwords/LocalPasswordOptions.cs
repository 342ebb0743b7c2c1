namespace Portal.Identity.Accounts.Passwords;

/// <summary>Passwords that are kept here, <c>Portal:Passwords</c>. (Identity has a <c>PasswordOptions</c> of its own, with other rules.)</summary>
public sealed class LocalPasswordOptions
{
    public const string Section = "Portal:Passwords";

    /// <summary>Whether there are any: without, nobody signs in, registers or recovers an account with one. Default: yes.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The least zxcvbn score of a new password, 0 to 4. Default 3.</summary>
    public int MinimumComplexity { get; init; } = 3;

    /// <summary>A file of passwords that nobody may choose; see <see cref="LeakedPasswords"/> for its form. Default: none.</summary>
    public string? LeakedPasswordsFile { get; init; }

    /// <summary>How passwords are hashed, and how they were. Default: one, with Argon2id, of version 1.</summary>
    public IReadOnlyList<PasswordSchemeOptions> Schemes { get; init; } = [];

    /// <summary>How long a wrong password is never answered sooner than; work that takes longer is answered after twice that, and so on. Default half a second; 0 to 10 seconds, and 0 for at once.</summary>
    /// <remarks>Longer than checking the costliest hash that is stored, and then hashing anew, takes.</remarks>
    public TimeSpan RefusalTime { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many passwords are hashed at once, 1 to 1024. Default: the number of processors.</summary>
    public int MaxParallel { get; init; } = Math.Max(1, Environment.ProcessorCount);

    /// <summary>How many callers may wait for that, 0 to 100,000; the next one is told to come back later. Default 64.</summary>
    public int MaxWaiting { get; init; } = 64;
}
