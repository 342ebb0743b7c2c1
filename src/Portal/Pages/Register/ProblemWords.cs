using Portal.Identity.Accounts;
using Portal.Texts;

namespace Portal.Pages.Register;

/// <summary>Says what is wrong with a field, in the person's language.</summary>
internal static class ProblemWords
{
    public static string? Say(this TextSet texts, RegistrationProblem? problem)
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
