namespace Portal.Identity.Sessions;

/// <summary>A name for pages to put into words: both are "<c>Name</c> for <c>Os</c>", one is itself, and neither is "unknown" in the person's language.</summary>
public sealed record DeviceName(string? Name, string? Os)
{
    public static DeviceName Unknown { get; } = new(null, null);
}
