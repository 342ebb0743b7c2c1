namespace Portal.Tests.FakeHomeserver.State;

/// <summary>A device as the homeserver has it.</summary>
public sealed class FakeDevice(string id, string? name = null)
{
    public string Id => id;

    public string? Name { get; set; } = name;

    /// <summary>Made for a cross-signing key, and shown to nobody.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Waits with keys for its owner to come back.</summary>
    public bool IsDehydrated { get; init; }
}
