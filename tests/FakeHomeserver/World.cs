using Portal.Tests.FakeHomeserver.Client;
using Portal.Tests.FakeHomeserver.State;

namespace Portal.Tests.FakeHomeserver;

/// <summary>What endpoints work with.</summary>
internal sealed class World(FakeSynapseOptions options, TimeProvider clock)
{
    public FakeSynapseOptions Options => options;

    public DateTimeOffset Now => clock.GetUtcNow();

    public Users Users { get; } = new(options);

    /// <summary>None until it is known where the portal is.</summary>
    public PortalConnection? Portal { get; set; }

    public Introspection Introspection { get; } = new();

    public Metadata Metadata { get; } = new();

    /// <summary>What <c>.well-known/matrix/client</c> says; set when it listens.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>The full Matrix ID.</summary>
    public string UserIdOf(string localpart) => $"@{localpart}:{options.ServerName}";
}
