namespace Portal.Identity.Clients;

/// <summary>What a client publishes of itself, checked.</summary>
/// <param name="FreshFor">How long it need not be looked at again.</param>
public sealed record ClientDocument(ClientMetadata Metadata, TimeSpan FreshFor);
