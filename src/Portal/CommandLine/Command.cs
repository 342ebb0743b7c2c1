using Portal.Hosting;

namespace Portal.CommandLine;

/// <summary>Something that the program does instead of serving: <c>portal keys rotate</c>.</summary>
/// <param name="Words">What is typed, such as <c>keys rotate</c>.</param>
/// <param name="Options">The options that it takes, as they are typed: <c>--now</c>, or <c>--token TEXT</c> for one with a value.</param>
/// <param name="Purpose">One sentence, for the list.</param>
/// <param name="RunAsync">Does it; returns the sentence that says what was done, or nothing if it has written all there is.</param>
internal sealed record Command(string Words, IReadOnlyList<string> Options, string Purpose, Func<CommandContext, Task<string>> RunAsync)
{
    /// <summary>What stands behind the words, such as <c>TEXT</c>, or <c>FILE FOLDER</c> for two things; none if nothing does.</summary>
    public string? Operand { get; init; }

    /// <summary>The same one by one.</summary>
    public IReadOnlyList<string> Operands => Operand?.Split(' ') ?? [];

    /// <summary>It works without them too.</summary>
    public bool OperandIsOptional { get; init; }

    /// <summary>How it is typed.</summary>
    public string Usage => string.Join(' ', [Words, .. Operands.Select(operand => OperandIsOptional ? $"[{operand}]" : operand), .. Options.Select(option => $"[{option}]")]);
}

/// <summary>What a command works with.</summary>
/// <param name="Application">Set up when it is asked for: a designer has no configuration.</param>
/// <param name="Given">What was typed behind its words.</param>
internal sealed record CommandContext(Lazy<WebApplication> Application, CommandArguments Given, CancellationToken CancellationToken)
{
    public WebApplication App => Application.Value;

    public IServiceProvider Services => App.Services;

    /// <summary>What the process ends with. Default 0.</summary>
    public int ExitCode { get; set; }

    public bool Has(string option) => Given.Options.ContainsKey(option);

    /// <summary>What was typed behind the option; none without it.</summary>
    public string? ValueOf(string option) => Given.Options.GetValueOrDefault(option);

    /// <summary>Uses a service in a scope of its own.</summary>
    public async Task<TResult> RunAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <exception cref="ConfigurationException">There is no database yet, or one of another version.</exception>
    public Task RequireDatabaseAsync() => App.RequireDatabaseAsync(CancellationToken);
}
