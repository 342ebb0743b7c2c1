namespace Portal.Tests.E2E.Support;

/// <summary>Somebody with a name and an address that nobody else has.</summary>
internal sealed record Person(string Username)
{
    private static int _count;

    public string Email { get; init; } = $"{Username}@example.com";

    public string Password { get; } = "correct horse battery staple";

    public static Person New() => new($"quentin-{Interlocked.Increment(ref _count)}");
}
