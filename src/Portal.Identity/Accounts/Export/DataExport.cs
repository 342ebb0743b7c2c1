using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Portal.Identity.Homeserver;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Protocol;

namespace Portal.Identity.Accounts.Export;

/// <summary>Writes down all that is stored about a person, without secrets (<c>docs/data.md</c>).</summary>
public sealed class DataExport(PortalDbContext database, RateLimiter limiter, IOptions<RateLimitOptions> limits, IOptions<MatrixOptions> matrix, TimeProvider clock)
{
    /// <summary>Counts up when a field changes its meaning or goes; new ones may come at any time.</summary>
    public const int Version = 1;

    /// <summary>Writes the document, some times a day.</summary>
    /// <param name="username">Of the same account.</param>
    public async Task<ExportOutcome> TryWriteAsync(Guid userId, string username, CancellationToken cancellationToken) =>
        await limiter.TryTakeAsync("data-export", limits.Value.DataExport, userId.ToString(), cancellationToken) is { Allowed: false } limited
            ? new ExportOutcome.RateLimited(limited.RetryAfter)
            : new ExportOutcome.Written(await WriteAsync(userId, username, cancellationToken));

    /// <summary>Ids as ULIDs, times as RFC 3339 in UTC.</summary>
    private async Task<JsonObject> WriteAsync(Guid userId, string username, CancellationToken cancellationToken)
    {
        var document = new JsonObject
        {
            ["version"] = Version,
            ["exported_at"] = ToJson(clock.GetUtcNow()),
            ["matrix_id"] = matrix.Value.UserIdOf(username),
        };
        foreach (var set in PersonalData.Given)
        {
            var fields = set.FieldsOf(database.Model).Select(property => (Name: Microsoft.EntityFrameworkCore.RelationalPropertyExtensions.GetColumnName(property), Getter: property.GetGetter())).ToList();
            var rows = await set.ReadAsync(database, userId, cancellationToken);
            document[set.Name] = new JsonArray([.. rows.Select(row => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, ToJson(field.Getter.GetClrValue(row))))))]);
        }

        return document;
    }

    private static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        Guid id => Ulid.Encode(id),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        bool flag => flag,
        int number => number,
        string text => text,
        Enum name => name.ToString(),
        _ => throw new NotSupportedException($"No way is known to write a {value.GetType().Name}."),
    };
}
