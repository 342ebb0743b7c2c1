namespace Portal.Identity.Accounts.Passwords;

/// <summary>What a guesser would profit from.</summary>
public enum PasswordWeakness
{
    /// <summary>None of the others in particular.</summary>
    Predictable,

    /// <summary>So short that trying everything is feasible.</summary>
    TooShort,

    /// <summary>On the operator's list of passwords that are known from data leaks.</summary>
    Leaked,

    /// <summary>Among the most used passwords.</summary>
    CommonPassword,

    /// <summary>A word of a dictionary.</summary>
    CommonWord,

    /// <summary>A first name or family name.</summary>
    CommonName,

    /// <summary>The username, e-mail address or server name, or a part of one.</summary>
    Personal,

    /// <summary>A word with signs that look like its letters: <c>P@ssw0rd</c>.</summary>
    PredictableSubstitution,

    /// <summary>Neighbouring keys.</summary>
    KeyboardPattern,

    /// <summary>One character over and over.</summary>
    Repetition,

    /// <summary>Like <c>abc</c> or <c>6543</c>.</summary>
    Sequence,

    /// <summary>A date or a year.</summary>
    Date,
}
