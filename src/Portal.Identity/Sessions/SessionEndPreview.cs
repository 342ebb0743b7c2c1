namespace Portal.Identity.Sessions;

/// <summary>What a person should know before sessions end.</summary>
/// <param name="Sessions">Which; the latest of them, if they are many.</param>
/// <param name="Total">How many.</param>
/// <param name="IncludesHere">The browser session that asks is among them.</param>
/// <param name="Devices">How many of them may hold message keys.</param>
/// <param name="KeepsDevice">Whether one that may hold message keys would stay signed in.</param>
public sealed record SessionEndPreview(IReadOnlyList<AccountSession> Sessions, int Total, bool IncludesHere, int Devices, bool KeepsDevice)
{
    /// <summary>How many access tokens of bots and scripts end with them.</summary>
    public int AccessTokens { get; init; }

    /// <summary>How many app passwords stop working with them.</summary>
    public int AppPasswords { get; init; }

    /// <summary>Afterwards nothing is signed in that may hold message keys, and now something is.</summary>
    public bool EndsLastDevice => Devices > 0 && !KeepsDevice;
}
