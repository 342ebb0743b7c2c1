using System.Text.Json.Nodes;

namespace Portal.Identity.Accounts.Export;

/// <summary>What became of the wish to have all that is stored: one of the nested kinds.</summary>
public abstract record ExportOutcome
{
    private ExportOutcome()
    {
    }

    public sealed record Written(JsonObject Document) : ExportOutcome;

    /// <summary>It was asked for too often lately; nothing was read.</summary>
    public sealed record RateLimited(TimeSpan RetryAfter) : ExportOutcome;
}
