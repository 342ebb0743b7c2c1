using Xunit;

namespace Portal.Tests.Unit.Support;

/// <summary>A portal with boring settings for all tests of a class: none of them moves its clock.</summary>
public sealed class SharedPortal : IAsyncLifetime
{
    internal PortalFactory Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await PortalFactory.StartAsync();

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}

/// <summary>Tests of the application over HTTP that can share one process.</summary>
public abstract class PortalTest(SharedPortal shared) : IClassFixture<SharedPortal>
{
    private static int _names;

    private protected PortalFactory Site => shared.Site;

    /// <summary>Somebody new, signed in.</summary>
    private protected async Task<Browser> SomebodyAsync()
    {
        var name = NewName();
        await Site.PersonAsync(name);
        return await Site.SignedInAsync(name);
    }

    private protected static string NewName() => $"person{Interlocked.Increment(ref _names)}";
}
