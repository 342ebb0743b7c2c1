using System.Text.Json;

namespace Portal.Tests.FakeHomeserver.Http;

/// <summary>What a body must be: types are strict, what is not named is ignored (section 9.1, line 2).</summary>
internal sealed record Schema(params Field[] Fields)
{
    /// <summary>Fields of which only one of a pair may be there, whatever its value.</summary>
    public IReadOnlyList<(string One, string Other)> Pairs { get; init; } = [];

    /// <exception cref="MatrixErrorException">It is not.</exception>
    public Body Read(byte[] bytes)
    {
        var body = Body.Parse(bytes);
        Check(body);
        return body;
    }

    /// <inheritdoc cref="Read"/>
    public void Check(Body body)
    {
        var missing = Fields.Count(field => field.IsRequired && !body.Has(field.Name));
        var wrong = Fields.Count(field => body.Has(field.Name) && !field.Allows(body[field.Name]));
        if ((missing, wrong) == (1, 0))
        {
            throw MatrixErrorException.MissingParameter(Fields.First(field => field.IsRequired && !body.Has(field.Name)).Name);
        }

        if (missing + wrong > 0)
        {
            throw new MatrixErrorException(400, "M_BAD_JSON", "The body does not have the right fields");
        }

        if (Pairs.FirstOrDefault(pair => body.Has(pair.One) && body.Has(pair.Other)) is { One: { } one, Other: { } other })
        {
            throw MatrixErrorException.InvalidParameter($"{one} and {other} exclude each other");
        }
    }
}

/// <summary>A field of a body.</summary>
internal sealed record Field(string Name, FieldKind Kind)
{
    public bool IsRequired { get; init; }

    public bool IsNullable { get; init; }

    public static Field Text(string name) => new(name, FieldKind.Text) { IsRequired = true };

    public static Field Flag(string name) => new(name, FieldKind.Flag) { IsRequired = true };

    public static Field Texts(string name) => new(name, FieldKind.Texts) { IsRequired = true };

    public static Field Objects(string name) => new(name, FieldKind.Objects) { IsRequired = true };

    public Field OrNull() => this with { IsNullable = true };

    public Field OrNone() => this with { IsRequired = false };

    public bool Allows(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => IsNullable,
        JsonValueKind.String => Kind == FieldKind.Text,
        JsonValueKind.True or JsonValueKind.False => Kind == FieldKind.Flag,
        JsonValueKind.Array => Kind switch
        {
            FieldKind.Texts => value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String),
            FieldKind.Objects => value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object),
            _ => false,
        },
        _ => false,
    };
}

internal enum FieldKind
{
    Text,
    Flag,
    Texts,
    Objects,
}
