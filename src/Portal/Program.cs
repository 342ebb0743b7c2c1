using Portal.CommandLine;
using Portal.Hosting;

try
{
    if (Commands.AskToWork(args))
    {
        await WorkerCommand.RunAsync(Commands.ConfigurationOf(args));
        return 0;
    }

    if (!Commands.AskToServe(args))
    {
        return await Commands.RunAsync(args, CancellationToken.None);
    }

    await using var app = PortalApplication.Create(Commands.ConfigurationOf(args));
    var prepared = Task.Run(app.PrepareAsync); // most of the start: what can, goes on beside it
    try
    {
        app.MapPortal();
    }
    finally
    {
        await prepared; // what is wrong with the configuration is said, not what follows from it
    }

    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (StartFailure.Explain(exception) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
