using Portal.Identity.Accounts;
using Portal.Texts;

namespace Portal.Pages.Register;

/// <summary>Says what is wrong with a field, in the person's language.</summary>
internal static class ProblemWords
{
    /// <summary>The sentence; for a name that is taken also that some free ones follow.</summary>
    public static string SayWithSuggestions(this TextSet texts, FormProblem problem) =>
        problem.Suggestions.Count > 0 ? $"{texts.Say(problem)} {texts["register.free-names"]}" : texts.Say(problem)!;

    public static string? Say(this TextSet texts, FormProblem? problem)
    {
        if (problem is null)
        {
            return null;
        }

        if (problem.Estimate is { Reason: { } reason, Idea: { } idea })
        {
            return $"{texts[$"weakness.{reason}"]} {texts[$"idea.{idea}"]}";
        }

        var key = texts.Has($"problem.{problem.Field}.{problem.Code}") ? $"problem.{problem.Field}.{problem.Code}" : $"problem.{problem.Code}";
        return texts.Has(key) ? texts[key] : texts["problem.denied"];
    }
}
