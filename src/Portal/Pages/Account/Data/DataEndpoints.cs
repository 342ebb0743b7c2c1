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
        account.MapGet("/data", (HttpContext context) => Page(context, null)).RequireFreshProof();
        account.MapPost("/data", DownloadAsync).RequireFreshProof();
    }

    private static async Task<IResult> DownloadAsync(HttpContext context, DataExport export, CancellationToken cancellationToken)
    {
        var person = context.User.GetPerson()!;
        switch (await export.TryWriteAsync(person.UserId, person.Username, cancellationToken))
        {
            case ExportOutcome.Written written:
                context.Response.Headers.CacheControl = "no-store";
                return TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(written.Document, Readable), "application/json", "account-data.json");
            case ExportOutcome.RateLimited limited:
                return Page(context, limited.RetryAfter);
            default:
                throw new InvalidOperationException("There is no such outcome.");
        }
    }

    private static IResult Page(HttpContext context, TimeSpan? retryAfter) =>
        PageResult.Of<DataPage>(context, new { Page = PageContext.Of(context), Person = context.User.GetPerson()!, RetryAfter = retryAfter });
}
