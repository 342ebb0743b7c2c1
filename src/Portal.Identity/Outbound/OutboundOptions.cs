namespace Portal.Identity.Outbound;

/// <summary>What <see cref="OutboundClient"/> may reach beyond the public internet (<c>Portal:Outbound</c>). For intranets and tests; nothing by default.</summary>
public sealed class OutboundOptions
{
    public const string Section = "Portal:Outbound";

    /// <summary>Addresses and CIDR ranges that may be reached although they are not public. Default none.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>Whether http is as good as https. Default <see langword="false"/>.</summary>
    public bool AllowInsecure { get; init; }
}
