using System.Text.Json.Serialization;

namespace Portal.CommandLine.Diagnosis;

/// <summary>What a check found.</summary>
/// <param name="Check">Its name, for scripts.</param>
/// <param name="Message">One sentence: what is.</param>
/// <param name="Remedy">One sentence: what to do about it; none if all is well.</param>
internal sealed record Finding(string Check, FindingResult Result, string Message, string? Remedy = null)
{
    /// <summary>Lines of configuration that go with the remedy.</summary>
    public string? Example { get; init; }

    public static Finding Ok(string check, string message) => new(check, FindingResult.Ok, message);

    public static Finding Skipped(string check, string message) => new(check, FindingResult.Skipped, message);

    public static Finding Warning(string check, string message, string remedy) => new(check, FindingResult.Warning, message, remedy);

    public static Finding Error(string check, string message, string remedy) => new(check, FindingResult.Error, message, remedy);
}

[JsonConverter(typeof(JsonStringEnumConverter<FindingResult>))]
internal enum FindingResult
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    [JsonStringEnumMemberName("skipped")]
    Skipped,

    [JsonStringEnumMemberName("warning")]
    Warning,

    [JsonStringEnumMemberName("error")]
    Error,
}
