namespace Portal.Tests.FakeHomeserver;

/// <summary>A bridge or bot that has users of its own.</summary>
/// <param name="Token">Its <c>as_token</c>.</param>
/// <param name="Sender">The localpart of its own user.</param>
/// <param name="ExclusivePrefix">Localparts that begin so are its alone; none if it has no exclusive namespace.</param>
public sealed record AppService(string Token, string Sender, string? ExclusivePrefix = null)
{
    internal bool Owns(string localpart) => localpart == Sender || (ExclusivePrefix is { } prefix && localpart.StartsWith(prefix, StringComparison.Ordinal));
}
