using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Passwords;

public sealed class PasswordStrengthTests
{
    private static readonly PasswordStrength Default = With(new LocalPasswordOptions());

    [Theory(DisplayName = "policy.md 10.1: a password below the configured score is not accepted")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Accepts_from_the_configured_score_on(int minimum)
    {
        var strength = With(new LocalPasswordOptions { MinimumComplexity = minimum });
        string[] passwords = ["password", "summer2024!", "xK9#q", "zwergbanane7", "correct horse battery staple"];

        var estimates = passwords.Select(password => strength.Estimate(password)).ToList();

        Assert.Equal([0, 1, 2, 3, 4], estimates.Select(estimate => estimate.Score));
        Assert.All(estimates.Zip(passwords), judged => Assert.Equal(judged.First.Score >= minimum && (minimum == 0 || judged.Second.Length >= 8), judged.First.IsAccepted));
    }

    [Theory]
    [InlineData("password", PasswordWeakness.CommonPassword, PasswordIdea.UseSeveralUncommonWords)]
    [InlineData("P@ssw0rd", PasswordWeakness.PredictableSubstitution, PasswordIdea.AddWordsNotSymbols)]
    [InlineData("smith", PasswordWeakness.CommonName, PasswordIdea.UseSeveralUncommonWords)]
    [InlineData("aaaaaaaa", PasswordWeakness.Repetition, PasswordIdea.AvoidPatterns)]
    [InlineData("cdefghijk", PasswordWeakness.Sequence, PasswordIdea.AvoidPatterns)]
    [InlineData("zsefvgyjm", PasswordWeakness.KeyboardPattern, PasswordIdea.AvoidPatterns)]
    [InlineData("12/11/1991", PasswordWeakness.Date, PasswordIdea.LeaveOutDates)]
    [InlineData("xK9#q", PasswordWeakness.TooShort, PasswordIdea.MakeItLonger)]
    [InlineData("Anna.Meier", PasswordWeakness.Personal, PasswordIdea.LeaveOutPersonalWords)]
    [InlineData("quorbax", PasswordWeakness.Personal, PasswordIdea.LeaveOutPersonalWords)]
    public void Tells_what_is_weak_and_what_would_help(string password, PasswordWeakness reason, PasswordIdea idea)
    {
        var estimate = Default.Estimate(password, "anna.meier", "anna@quorbax.example", "matrix.example", null);

        Assert.False(estimate.IsAccepted);
        Assert.Equal((reason, idea), (estimate.Reason!.Value, estimate.Idea!.Value));
    }

    [Theory]
    [InlineData("x7$Qk9")]
    [InlineData("ꙮ€ß𝄞")]
    [InlineData("j4%Wq8Z")]
    public void Nothing_shorter_than_eight_characters_is_good_enough(string password)
    {
        var estimate = Default.Estimate(password);

        Assert.False(estimate.IsAccepted);
        Assert.InRange(estimate.Score, 0, 2);
        Assert.Equal(PasswordWeakness.TooShort, estimate.Reason);
    }

    [Fact]
    public void Personal_words_make_a_password_weaker()
    {
        const string Password = "wibblefrotz-ganymed";

        Assert.True(Default.Estimate(Password).IsAccepted);
        Assert.False(Default.Estimate(Password, "wibblefrotz", "ganymed@example.org").IsAccepted);
    }

    [Fact]
    public void Has_no_advice_about_an_accepted_password()
    {
        var estimate = Default.Estimate("correct horse battery staple");

        Assert.Equal(new PasswordEstimate(4, IsAccepted: true), estimate);
    }

    [Theory]
    [InlineData("", PasswordRefusal.Empty)]
    [InlineData("a\0b", PasswordRefusal.NotText)]
    public void Refuses_what_is_no_password_even_with_minimum_0(string password, PasswordRefusal refusal)
    {
        var strength = With(new LocalPasswordOptions { MinimumComplexity = 0 });

        var estimate = strength.Estimate(password);

        Assert.Equal((false, refusal), (estimate.IsAccepted, estimate.Refusal!.Value));
    }

    [Fact]
    public void Looks_at_the_first_hundred_characters_only() =>
        Assert.Equal(0, Default.Estimate(new string('a', 100) + "xK9#q2LmzwergbananeT!").Score);

    [Fact]
    public void Judges_the_same_on_many_threads_at_once()
    {
        var scores = new int[64];

        Parallel.For(0, scores.Length, i => scores[i] = Default.Estimate(i % 2 == 0 ? "password" : "correct horse battery staple", "anna").Score);

        Assert.All(Enumerable.Range(0, scores.Length), i => Assert.Equal(i % 2 == 0 ? 0 : 4, scores[i]));
    }

    [Fact]
    public void Refuses_what_the_scheme_of_new_hashes_does_not_read_to_its_end()
    {
        var strength = With(new LocalPasswordOptions { Schemes = [new() { Algorithm = "bcrypt", Secret = "pepper" }] });

        Assert.True(strength.Estimate("correct horse battery staple" + new string('x', 38)).IsAccepted);
        Assert.Equal(PasswordRefusal.TooLong, strength.Estimate("correct horse battery staple" + new string('x', 39)).Refusal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Refuses_a_password_of_the_list_whatever_the_minimum(int minimum)
    {
        var list = Path.GetTempFileName();
        try
        {
            File.WriteAllText(list, "correct horse battery staple\n");
            using var leaked = new LeakedPasswords(list);
            var strength = With(new LocalPasswordOptions { MinimumComplexity = minimum }, leaked);

            var estimate = strength.Estimate("correct horse battery staple");

            Assert.Equal((false, PasswordWeakness.Leaked), (estimate.IsAccepted, estimate.Reason!.Value));
            Assert.True(strength.Estimate("correct horse battery stapler").IsAccepted);
        }
        finally
        {
            File.Delete(list);
        }
    }

    private static PasswordStrength With(LocalPasswordOptions options, LeakedPasswords? leaked = null) =>
        new(Options.Create(options), new PasswordSchemes(new SecretGenerator(), Options.Create(options)), leaked ?? new LeakedPasswords((string?)null));
}
