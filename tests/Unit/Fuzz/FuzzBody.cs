namespace Portal.Tests.Unit.Fuzz;

/// <summary>What a request carries: the fields of a form, the members of a JSON object, or any text.</summary>
/// <param name="Type">The <c>Content-Type</c>; without one there is no body.</param>
internal sealed record FuzzBody(string? Type, IReadOnlyList<FuzzPart> Parts, string? Text = null)
{
    public const string FormType = "application/x-www-form-urlencoded";
    public const string JsonType = "application/json";

    public static FuzzBody None { get; } = new(null, []);

    /// <summary>Whether the parts are written as members of an object; said apart from the type, which may lie.</summary>
    public bool IsJson { get; init; }

    /// <summary>Whether values of the world are percent-encoded when they are put in.</summary>
    public bool IsEncoded => !IsJson && Text is null;

    public string Content => Text ?? (IsJson ? $"{{{string.Join(',', Parts.Select(part => $"\"{part.Name}\":{part.Value}"))}}}" : string.Join('&', Parts));

    public static FuzzBody Form(IReadOnlyList<FuzzPart> fields) => new(FormType, fields);

    public static FuzzBody Json(IReadOnlyList<FuzzPart> members) => new(JsonType, members) { IsJson = true };
}
