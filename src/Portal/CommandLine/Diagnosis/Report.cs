using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.CommandLine.Diagnosis;

/// <summary>All findings, for people and for scripts.</summary>
internal sealed record Report(IReadOnlyList<Finding> Findings)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // read on a terminal, never in a page
    };

    /// <summary>0; 1 with an error, 2 with nothing worse than a warning.</summary>
    public int ExitCode => Findings.Select(finding => finding.Result).DefaultIfEmpty().Max() switch
    {
        FindingResult.Error => 1,
        FindingResult.Warning => 2,
        _ => 0,
    };

    public string ToJson() => JsonSerializer.Serialize(new { Ok = ExitCode == 0, Checks = Findings }, Json);

    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var finding in Findings)
        {
            text.Append(MarkOf(finding.Result)).Append(finding.Check.PadRight(15)).Append(finding.Message).Append('\n');
            Append(text, finding.Remedy is { } remedy ? "→ " + remedy : null);
            Append(text, finding.Example);
        }

        return text.Append(Summary).ToString();
    }

    private string Summary => ExitCode switch
    {
        0 => "All is well.",
        1 => "Something does not work.",
        _ => "It works, but not for everybody.",
    };

    private static void Append(StringBuilder text, string? lines)
    {
        foreach (var line in lines?.ReplaceLineEndings("\n").Split('\n') ?? [])
        {
            text.Append(' ', line.Length > 0 ? 23 : 0).Append(line).Append('\n');
        }
    }

    private static string MarkOf(FindingResult result) => result switch
    {
        FindingResult.Ok => "ok      ",
        FindingResult.Skipped => "-       ",
        FindingResult.Warning => "WARNING ",
        _ => "ERROR   ",
    };
}
