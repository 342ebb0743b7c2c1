namespace Portal.Tests.FakeHomeserver;

/// <summary>What stands in its <c>homeserver.yaml</c>, and how it runs.</summary>
public sealed record FakeSynapseOptions
{
    /// <summary>The part of Matrix IDs after the colon.</summary>
    public string ServerName { get; init; } = "example.org";

    /// <summary>What it and the portal prove themselves with to each other.</summary>
    public string Secret { get; init; } = "the-secret-that-both-know";

    public Delegation Delegation { get; init; }

    /// <summary>Where it listens, on loopback; 0 for any free port.</summary>
    public int Port { get; init; }

    /// <summary>A path that stands before every other, such as <c>/synapse</c>.</summary>
    public string PathBase { get; init; } = "";

    /// <summary>Where it reaches the portal; none until <see cref="FakeSynapse.ConnectTo"/> says so.</summary>
    public Uri? Portal { get; init; }

    /// <summary>Whether it stands behind the operator's proxy, so that apps need one address: the Matrix login of before OAuth goes to the portal, and into no journal.</summary>
    public bool Proxy { get; init; }

    /// <summary>What <c>.well-known/matrix/client</c> calls the homeserver; default is where it listens.</summary>
    public string? PublicBaseUrl { get; init; }

    public bool AllowUnderscorePrefixedLocalpart { get; init; }

    /// <summary>The localpart of the server-notices user, if there is one.</summary>
    public string? ServerNoticesUser { get; init; }

    public IReadOnlyList<AppService> AppServices { get; init; } = [];

    /// <summary>Localparts whom a module of Synapse lets nobody deactivate.</summary>
    public IReadOnlyList<string> Undeletable { get; init; } = [];

    /// <summary>Whether it can be seen and steered at <c>/_fake/</c>, a path that Synapse does not have.</summary>
    public bool Control { get; init; }
}
