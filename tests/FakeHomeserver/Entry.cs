using Microsoft.Extensions.Configuration;

namespace Portal.Tests.FakeHomeserver;

/// <summary>The homeserver as a process of its own: <c>--Port=8008 --ServerName=localhost --Secret=… --Portal=http://localhost:8080/</c>, and every other of its options.</summary>
internal static class Entry
{
    /// <summary>What the line begins with that says where it listens.</summary>
    public const string Listening = "The homeserver listens on ";

    public static async Task<int> Main(string[] arguments)
    {
        var options = new ConfigurationBuilder().AddCommandLine(arguments).Build().Get<FakeSynapseOptions>() ?? new();
        await using var synapse = await FakeSynapse.StartAsync(options with { Control = true });
        Console.WriteLine(Listening + synapse.Address);
        Console.WriteLine($"Watch it at {new Uri(synapse.Address, "/_fake/")}");
        await synapse.WaitForShutdownAsync();
        return 0;
    }
}
