using System.Text.Json;

namespace Portal.Tests.Unit.Support;

/// <summary>Reads what a legacy client reads.</summary>
internal static class LegacyAnswers
{
    /// <summary>Status, code and sentence of a refusal.</summary>
    public static (int Status, string? Code, string? Sentence) Refusal(this Answer answer) =>
        ((int)answer.Status, answer.Json.GetProperty("errcode").GetString(), answer.Json.GetProperty("error").GetString());

    public static string Text(this JsonElement json, string member) => json.GetProperty(member).GetString()!;

    /// <summary>The names of the members, in order.</summary>
    public static IEnumerable<string> Members(this JsonElement json) => json.EnumerateObject().Select(member => member.Name);
}
