namespace Portal.Hosting;

/// <summary>How much anybody may send.</summary>
internal static class RequestLimits
{
    /// <summary>No form, token request or client metadata is larger: 128 KiB.</summary>
    public const long MaxBodyLength = 128 * 1024;
}
