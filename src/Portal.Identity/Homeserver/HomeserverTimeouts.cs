namespace Portal.Identity.Homeserver;

/// <summary>How long the homeserver may take (homeserver contract, sections 1 and 10).</summary>
/// <param name="Connect">Until there is a connection.</param>
/// <param name="Request">For everything of a request: connection, answer.</param>
/// <param name="Deletion">The same for ending a user, who may be in thousands of rooms.</param>
internal sealed record HomeserverTimeouts(TimeSpan Connect, TimeSpan Request, TimeSpan Deletion)
{
    public static HomeserverTimeouts Default { get; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(5));
}
