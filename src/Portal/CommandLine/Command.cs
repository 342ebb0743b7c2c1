namespace Portal.CommandLine;

/// <summary>Something that the program does instead of serving: <c>portal keys rotate</c>.</summary>
/// <param name="Words">What is typed, such as <c>keys rotate</c>.</param>
/// <param name="Options">The options that it takes, as they are typed.</param>
/// <param name="Purpose">One sentence, for the list.</param>
/// <param name="RunAsync">Does it; returns the sentence that says what was done.</param>
internal sealed record Command(string Words, IReadOnlyList<string> Options, string Purpose, Func<CommandContext, Task<string>> RunAsync);

/// <summary>What a command works with.</summary>
/// <param name="Options">Those of the command's that were given.</param>
internal sealed record CommandContext(WebApplication App, IReadOnlySet<string> Options, CancellationToken CancellationToken)
{
    public IServiceProvider Services => App.Services;

    public bool Has(string option) => Options.Contains(option);
}
