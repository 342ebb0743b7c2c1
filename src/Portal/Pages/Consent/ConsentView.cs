using Portal.Layout;

namespace Portal.Pages.Consent;

/// <summary>What the consent page asks.</summary>
/// <param name="AccountName">What the person goes by.</param>
/// <param name="Can">Keys of what the app gets.</param>
/// <param name="Dangerous">Keys of the power over others that it asks for.</param>
/// <param name="Cannot">Keys of what it does not get.</param>
/// <param name="IsNew">Nobody here has used the app yet.</param>
public sealed record ConsentView(
    AppIdentity App, string UserId, string AccountName, IReadOnlyList<string> Can, IReadOnlyList<string> Dangerous, IReadOnlyList<string> Cannot, bool IsNew)
{
    /// <summary>The form came without the tick that dangerous rights want.</summary>
    public bool DangerousTickMissing { get; init; }
}
