namespace Portal.Identity.Accounts.Passwords;

/// <summary>What would make a password harder to guess.</summary>
public enum PasswordIdea
{
    /// <summary>Three or four words that do not belong together.</summary>
    UseSeveralUncommonWords,

    /// <summary>More characters, of any kind.</summary>
    MakeItLonger,

    /// <summary>Nothing that the account already shows.</summary>
    LeaveOutPersonalWords,

    /// <summary>Signs in place of letters are the first thing that is tried.</summary>
    AddWordsNotSymbols,

    /// <summary>No years and dates.</summary>
    LeaveOutDates,

    /// <summary>No rows of keys, sequences or repetitions.</summary>
    AvoidPatterns,
}
