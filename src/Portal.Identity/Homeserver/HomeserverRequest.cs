using System.Text.Json.Nodes;

namespace Portal.Identity.Homeserver;

/// <summary>What is asked of the homeserver.</summary>
/// <param name="Operation">For messages: in the words of its API, with nothing of a person in it.</param>
/// <param name="Path">Relative to the endpoint; values in it have gone through <see cref="HomeserverClient.Escape"/>.</param>
/// <param name="Body">None for requests without one.</param>
internal sealed record HomeserverRequest(string Operation, HttpMethod Method, string Path, JsonObject? Body = null)
{
    /// <summary>Whether it may take <see cref="HomeserverTimeouts.Deletion"/>.</summary>
    public bool IsDeletion { get; init; }

    /// <summary>The bearer token in place of the secret.</summary>
    public string? Token { get; init; }
}
