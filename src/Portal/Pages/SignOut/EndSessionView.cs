using Portal.Layout;

namespace Portal.Pages.SignOut;

/// <summary>The question whether to sign out.</summary>
/// <param name="App">Who asks; none if it did not say.</param>
/// <param name="ReturnHost">Where the answer leads, if that is another host than the app's.</param>
/// <param name="UserId">The Matrix ID of the person.</param>
/// <param name="Fields">The app's request, sent again with the answer.</param>
public sealed record EndSessionView(AppIdentity? App, string? ReturnHost, string UserId, IReadOnlyList<KeyValuePair<string, string>> Fields);
