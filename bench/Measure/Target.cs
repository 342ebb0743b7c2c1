namespace Portal.Bench.Measure;

/// <summary>A server under load, and what the loads of it need.</summary>
/// <param name="Of">The name of the target that it is compared with; its own for the one that others are compared with.</param>
/// <param name="SignInPath">Of the page on which people sign in.</param>
/// <param name="SignInCookie">What that page needs to be shown.</param>
internal sealed record Target(string Name, string Of, Uri Address, LoadFiles Files, string SignInPath, string? SignInCookie = null);

/// <summary>What a server has stored, in files that wrk reads.</summary>
/// <param name="Tokens">Access tokens that are good all the time.</param>
/// <param name="TokenFile">The same.</param>
/// <param name="RefreshFiles">First tokens for each round; a round uses its tokens up.</param>
/// <param name="CodeFiles">Authorization codes for each round.</param>
internal sealed record LoadFiles(IReadOnlyList<string> Tokens, string TokenFile, IReadOnlyList<string> RefreshFiles, IReadOnlyList<string> CodeFiles);
