using Microsoft.Extensions.Options;
using Zxcvbn.Matcher;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>Estimates how hard a new password is to guess, with zxcvbn, and says what is weak about it.</summary>
public sealed class PasswordStrength(IOptions<LocalPasswordOptions> options, PasswordSchemes schemes, LeakedPasswords leaked)
{
    // The estimate takes time with the square of the length; what is strong after this many characters is strong.
    private const int EvaluatedLength = 100;

    // Shorter parts of a name or address occur in good passwords by chance.
    private const int ShortestPersonalWord = 3;

    // Below it nothing is good enough, however random (NIST SP 800-63B §5.1.1.1; OWASP ASVS 5, 6.2.1), unless the operator demands nothing at all.
    private const int LeastLength = 8;

    // What is too short is weak, whatever a guesser of whole passwords would say.
    private const int WeakScore = 2;

    private readonly Zxcvbn.Zxcvbn _estimator = new(); // reads its dictionaries once; holds no state of a password

    /// <summary>Judges a new password. Not for signing in: a stronger minimum does not lock out existing passwords.</summary>
    /// <param name="personalWords">What a guesser would try first for this person: username, e-mail address, server name. Absent ones may be null.</param>
    public PasswordEstimate Estimate(string? password, params IEnumerable<string?> personalWords)
    {
        if (PasswordText.Check(password) is { } refusal)
        {
            return PasswordEstimate.Refused(refusal);
        }

        if (!schemes.Fits(password!))
        {
            return PasswordEstimate.Refused(PasswordRefusal.TooLong);
        }

        if (leaked.Contains(password!))
        {
            return new(Score: 0, IsAccepted: false) { Reason = PasswordWeakness.Leaked, Idea = PasswordIdea.UseSeveralUncommonWords };
        }

        var evaluated = password!.Length <= EvaluatedLength ? password : password[..EvaluatedLength];
        var result = _estimator.EvaluatePassword(evaluated, WordsOf(personalWords));
        var isTooShort = options.Value.MinimumComplexity > 0 && password.EnumerateRunes().Count() < LeastLength;
        if (!isTooShort && result.Score >= options.Value.MinimumComplexity)
        {
            return new(result.Score, IsAccepted: true);
        }

        if (isTooShort && result.Score > WeakScore)
        {
            return new(WeakScore, IsAccepted: false) { Reason = PasswordWeakness.TooShort, Idea = IdeaFor(PasswordWeakness.TooShort) };
        }

        // The weak spot is the longest stretch that a guesser would not try letter by letter.
        var weakest = result.MatchSequence.Where(match => match is not { Pattern: "bruteforce" }).MaxBy(match => match.Token.Length);
        var reason = ReasonOf(weakest, evaluated);
        return new(result.Score, IsAccepted: false) { Reason = reason, Idea = IdeaFor(reason) };
    }

    private static List<string> WordsOf(IEnumerable<string?> personalWords)
    {
        var words = personalWords.OfType<string>().Select(word => word.Length <= 255 ? word : word[..255]).ToList();
        return
        [
            .. words.Concat(words.SelectMany(word => word.Split(['@', '.', '-', '_', '+', '=', '/', ':', ' '])))
                .Where(word => word.Length >= ShortestPersonalWord)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static PasswordWeakness ReasonOf(Zxcvbn.Match? match, string password) => match switch
    {
        DictionaryMatch { DictionaryName: "user_inputs" } => PasswordWeakness.Personal,
        L33tDictionaryMatch => PasswordWeakness.PredictableSubstitution,
        DictionaryMatch { DictionaryName: "passwords" } => PasswordWeakness.CommonPassword,
        DictionaryMatch { DictionaryName: "surnames" or "female_names" or "male_names" } => PasswordWeakness.CommonName,
        DictionaryMatch => PasswordWeakness.CommonWord,
        SpatialMatch => PasswordWeakness.KeyboardPattern,
        RepeatMatch => PasswordWeakness.Repetition,
        SequenceMatch => PasswordWeakness.Sequence,
        DateMatch or { Pattern: "year" } => PasswordWeakness.Date,
        _ when password.Length < LeastLength => PasswordWeakness.TooShort,
        _ => PasswordWeakness.Predictable,
    };

    private static PasswordIdea IdeaFor(PasswordWeakness reason) => reason switch
    {
        PasswordWeakness.Personal => PasswordIdea.LeaveOutPersonalWords,
        PasswordWeakness.PredictableSubstitution => PasswordIdea.AddWordsNotSymbols,
        PasswordWeakness.Date => PasswordIdea.LeaveOutDates,
        PasswordWeakness.KeyboardPattern or PasswordWeakness.Repetition or PasswordWeakness.Sequence => PasswordIdea.AvoidPatterns,
        PasswordWeakness.TooShort => PasswordIdea.MakeItLonger,
        _ => PasswordIdea.UseSeveralUncommonWords,
    };
}
