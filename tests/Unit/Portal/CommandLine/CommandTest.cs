using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Tests of what an operator types: each command is a process of its own, beside a portal that runs on the same database.</summary>
public abstract class CommandTest : IAsyncLifetime
{
    private protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("portal-test-");

    private protected PortalFactory Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await PortalFactory.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        Folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <param name="words">What names the command, and its operand.</param>
    private protected Task<(int Code, string Output, string Error)> RunAsync(string words, params string[] arguments) =>
        CommandRun.RunAsync(Folder, words, [$"--Portal:Database:Path={Site.DatabaseFile}", $"--Portal:Secrets:Encryption={A.EncryptionSecret}", .. arguments]);
}
