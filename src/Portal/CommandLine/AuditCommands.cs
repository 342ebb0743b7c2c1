using System.Globalization;
using System.Text;
using System.Text.Json;
using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Activity;

namespace Portal.CommandLine;

/// <summary>What happened to accounts, for other programs (docs/operators/audit.md).</summary>
internal static class AuditCommands
{
    private const string Since = "--since";
    private const string Username = "--username";
    private const int BufferSize = 1 << 16;

    private static readonly string[] TimeFormats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IReadOnlyList<Command> All { get; } =
    [
        new("audit export", [$"{Since} TIME", $"{Username} NAME"], "Writes what happened to accounts to standard output, the oldest first: an object of JSON a line.", ExportAsync),
    ];

    private static async Task<string> ExportAsync(CommandContext context)
    {
        DateTimeOffset? since = context.ValueOf(Since) is { } text ? TimeOf(text) : null;
        await context.RequireDatabaseAsync();
        Guid? userId = context.ValueOf(Username) is { } name ? (await FindAsync(context, name)).Id : null;
        await using var scope = context.Services.CreateAsyncScope();
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize) { NewLine = "\n" };
        await foreach (var entry in scope.ServiceProvider.GetRequiredService<AuditLog>().ReadAsync(userId, since, context.CancellationToken))
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(entry, Json));
        }

        return ""; // the lines are all there is to say
    }

    private static async Task<PortalUser> FindAsync(CommandContext context, string name) =>
        await context.RunAsync<AccountNames, PortalUser?>(names => names.FindAsync(name, context.CancellationToken)) ?? throw new ConfigurationException($"Nobody is called '{name}' here.");

    private static DateTimeOffset TimeOf(string text) =>
        DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time
        : throw new ConfigurationException($"{Since} is '{text}'; write a day such as 2026-03-09, or a time such as 2026-03-09T14:30:00Z.");
}
