namespace Portal.Identity.Outbound;

/// <summary>What a stranger's server answered with 200.</summary>
/// <param name="Body">All of it.</param>
/// <param name="MediaType">Without parameters, in lower case; <see langword="null"/> if it does not say.</param>
/// <param name="MaxAge">How long the server lets it be kept (RFC 9111 §5.2.2); zero for <c>no-store</c> and <c>no-cache</c>, <see langword="null"/> if it does not say.</param>
public sealed record OutboundDocument(ReadOnlyMemory<byte> Body, string? MediaType, TimeSpan? MaxAge)
{
    /// <summary>Where nothing was to be read.</summary>
    public static OutboundDocument None { get; } = new(default, null, null);
}
