namespace Portal.Identity.Keys;

/// <summary>A key of ASP.NET Core Data Protection (cookies, antiforgery), so that every copy of the process can read what another wrote.</summary>
public sealed class DataProtectionKey
{
    private DataProtectionKey()
    {
    }

    public Guid Id { get; private init; }

    public string FriendlyName { get; private init; } = "";

    /// <summary>The framework's XML; the secret inside is protected by the encryption key.</summary>
    public string Xml { get; private set; } = "";

    public static DataProtectionKey Create(string friendlyName, string xml, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), FriendlyName = friendlyName, Xml = xml };

    /// <summary>Takes the same key, under another encryption key.</summary>
    public void Reprotect(string xml) => Xml = xml;
}
