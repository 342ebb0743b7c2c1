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
    await app.PrepareAsync();
    app.MapPortal();
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (StartFailure.Explain(exception) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
