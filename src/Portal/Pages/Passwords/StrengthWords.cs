using Portal.Identity.Accounts.Passwords;
using Portal.Texts;

namespace Portal.Pages.Passwords;

/// <summary>Says what is thought of a password, in the person's language.</summary>
internal static class StrengthWords
{
    /// <summary>A reason and an idea, or that it will do.</summary>
    public static string Say(this TextSet texts, PasswordEstimate estimate) => estimate switch
    {
        { Refusal: PasswordRefusal.Empty } => texts["password.hint"],
        { Refusal: PasswordRefusal.TooLong } => texts["problem.password.too-long"],
        { Refusal: not null } => texts["problem.password.invalid"],
        { Reason: { } reason, Idea: { } idea } => texts["password.too-weak", texts[$"weakness.{reason}"], texts[$"idea.{idea}"]],
        { Score: 4 } => texts["password.strong"],
        _ => texts["password.good"],
    };
}
