namespace Portal.Identity.Clients;

/// <summary>Whether a <c>client_id</c> may be the address of the client's metadata (<c>Portal:OAuth</c>).</summary>
public sealed class ClientDocumentOptions
{
    public const string Section = "Portal:OAuth";

    /// <summary>Default <see langword="true"/>.</summary>
    public bool ClientIdMetadataDocumentsEnabled { get; init; } = true;
}
