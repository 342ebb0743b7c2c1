using Portal.Hosting;

namespace Portal.CommandLine;

/// <summary>All that the program can do beside serving, and how it is told.</summary>
internal static class Commands
{
    // What a command says goes to standard output, for people and scripts; the log does not.
    private const string LogToStandardError = "--Logging:Console:LogToStandardErrorThreshold=Trace";

    // May stand in front of every command: who comes from elsewhere is used to it.
    private const string Manage = "manage";

    private static readonly string[] Serve = ["serve", "server"];

    private static readonly Command[] All = [.. KeyCommands.All, .. RegistrationTokenCommands.All, .. AccountCommands.All, .. SecondStepCommands.All, .. OutboxCommands.All, .. AuditCommands.All, .. DoctorCommand.All, .. ThemeCommands.All];

    /// <summary>Whether the arguments ask to serve: no word at all, or the word for it. What begins with dashes is configuration.</summary>
    public static bool AskToServe(IReadOnlyList<string> arguments) => WordsOf(arguments) is [] || (WordsOf(arguments) is [var word] && Serve.Contains(word, StringComparer.Ordinal));

    /// <summary>Whether the arguments ask for the background work alone.</summary>
    public static bool AskToWork(IReadOnlyList<string> arguments) => WordsOf(arguments) is [WorkerCommand.Word];

    /// <summary>The arguments that are configuration.</summary>
    public static string[] ConfigurationOf(IReadOnlyList<string> arguments) => [.. arguments.Skip(WordsOf(arguments).Count)];

    /// <summary>Runs what the arguments name.</summary>
    /// <returns>0, or what the command found; 1 if there is no such command.</returns>
    /// <exception cref="ConfigurationException">It cannot be done here, and why.</exception>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var words = WordsOf(arguments);
        if (words is [Manage, ..])
        {
            words.RemoveAt(0);
        }

        if (Array.Find(All, command => IsMeant(command, words)) is not { } command)
        {
            await Console.Error.WriteLineAsync(Help(string.Join(' ', words)));
            return 1;
        }

        var given = CommandArguments.Read(command, words[command.Words.Split(' ').Length..], ConfigurationOf(arguments));
        var app = new Lazy<WebApplication>(() => PortalApplication.Create([.. given.Configuration, LogToStandardError]));
        try
        {
            var context = new CommandContext(app, given, cancellationToken);
            if (await command.RunAsync(context) is { Length: > 0 } said)
            {
                await Console.Out.WriteLineAsync(said);
            }

            return context.ExitCode;
        }
        finally
        {
            if (app.IsValueCreated)
            {
                await app.Value.DisposeAsync();
            }
        }
    }

    private static bool IsMeant(Command command, List<string> words) =>
        words.Take(command.Words.Split(' ').Length).SequenceEqual(command.Words.Split(' ')) && (command.Operand is not null || words.Count == command.Words.Split(' ').Length);

    private static List<string> WordsOf(IReadOnlyList<string> arguments) => [.. arguments.TakeWhile(argument => !argument.StartsWith('-') && !argument.Contains('='))];

    private static string Help(string words)
    {
        var lines = All.Select(command => $"  {command.Usage}\n      {command.Purpose}");
        return $"There is no command '{words}'. Without one, the portal serves; '{WorkerCommand.Word}' does the background work alone. The others:\n{string.Join('\n', lines)}";
    }
}
