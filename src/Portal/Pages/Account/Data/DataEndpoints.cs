using System.Text.Encodings.Web;
using System.Text.Json;
using Portal.Hosting;
using Portal.Identity.Accounts.Export;
using Portal.Layout;
using Portal.Pages.Account.Confirm;

namespace Portal.Pages.Account.Data;

/// <summary><c>/account/data</c>: a person takes home all that is stored about them (<c>docs/data.md</c>).</summary>
internal static class DataEndpoints
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }; // a file, never part of a page

    public static void MapData(this IEndpointRouteBuilder account)
    {
        account.MapGet("/data", (HttpContext context) => PageResult.Of<DataPage>(context, new { Page = PageContext.Of(context), Person = context.User.GetPerson()! })).RequireFreshProof();
        account.MapPost("/data", DownloadAsync).RequireFreshProof();
    }

    private static async Task<IResult> DownloadAsync(HttpContext context, DataExport export, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        var document = await export.WriteAsync(person.UserId, person.Username, cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(document, Readable), "application/json", "account-data.json");
    }
}
