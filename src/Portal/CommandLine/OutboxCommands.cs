using System.Globalization;
using Portal.Hosting;
using Portal.Identity.Outbox;
using Portal.Identity.Protocol;

namespace Portal.CommandLine;

/// <summary>Messages that were given up (docs/operating.md, "Background work").</summary>
internal static class OutboxCommands
{
    private const string Everything = "all";
    private const string TimeFormat = "yyyy-MM-dd HH:mm 'UTC'";

    public static IReadOnlyList<Command> All { get; } =
    [
        new("outbox list", [], "Lists the messages that were given up: id, kind, account, tries, when, why.", ListAsync),
        new("outbox retry", [], $"Tries a message again that was given up, or '{Everything}' of them.", RetryAsync) { Operand = "ID" },
    ];

    private static async Task<string> ListAsync(CommandContext context)
    {
        await context.RequireDatabaseAsync();
        var messages = await context.RunAsync<DeadLetters, IReadOnlyList<OutboxMessage>>(letters => letters.ListAsync(context.CancellationToken));
        return messages.Count == 0 ? "No message was given up." : string.Join('\n', messages.Select(message => string.Join('\t', Columns(message))));
    }

    private static async Task<string> RetryAsync(CommandContext context)
    {
        Guid? id = context.Given.Operand == Everything ? null
            : Ulid.TryDecode(context.Given.Operand, out var one) ? one
            : throw new ConfigurationException($"'{context.Given.Operand}' is no id; 'outbox list' shows them.");
        await context.RequireDatabaseAsync();
        return await context.RunAsync<DeadLetters, int>(letters => letters.RetryAsync(id, context.CancellationToken)) switch
        {
            0 when id is not null => throw new ConfigurationException("No message of this id was given up; 'outbox list' shows those that were."),
            0 => "No message was given up.",
            1 => "1 message will be tried again.",
            var count => string.Create(CultureInfo.InvariantCulture, $"{count} messages will be tried again."),
        };
    }

    private static IEnumerable<string> Columns(OutboxMessage message) =>
    [
        Ulid.Encode(message.Id),
        message.Kind,
        message.SubjectId is { } subject ? Ulid.Encode(subject) : "-",
        message.Attempts.ToString(CultureInfo.InvariantCulture),
        message.FailedAt!.Value.ToString(TimeFormat, CultureInfo.InvariantCulture),
        message.Error ?? "-",
    ];
}
