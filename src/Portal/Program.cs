using Portal.Hosting;

try
{
    await using var app = PortalApplication.Create(args);
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
