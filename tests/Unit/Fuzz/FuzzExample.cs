namespace Portal.Tests.Unit.Fuzz;

/// <summary>A good request to an endpoint, from which bad ones are made.</summary>
/// <param name="Route">Method and pattern, as the endpoint is mapped.</param>
/// <param name="Proof">The <c>DPoP</c> header.</param>
internal sealed record FuzzExample(string Route, string Query = "", string Form = "", string Json = "", string? Authorization = null, string? Proof = null)
{
    public IReadOnlyList<FuzzPart> QueryParts { get; } = FuzzPart.ReadMany(Query);

    public FuzzBody Body { get; } = Json.Length > 0 ? FuzzBody.Json(FuzzPart.ReadMany(Json))
        : Form.Length > 0 ? FuzzBody.Form(FuzzPart.ReadMany(Form))
        : FuzzBody.None;
}
