namespace Portal.Bench.Measure;

/// <summary>The loads by name, as they stand in the report.</summary>
internal static class Loads
{
    public const string Bare = "bare endpoint, one SQLite read";
    public const string Introspection = "introspection";
    public const string Refresh = "refresh";
    public const string SignInPage = "sign-in page";

    /// <summary>Added to the name: the portal logs warnings and errors only, not every request.</summary>
    public const string Quiet = ", log at Warning";
}
