namespace Portal.Identity.Clients;

/// <summary>A client that has just registered, with the secret that is shown this once.</summary>
public sealed record RegisteredClient(Client Client, string? Secret)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"RegisteredClient {Client.Id}";
}
