namespace Portal.Tests.FakeHomeserver.Journal;

/// <summary>A request that came.</summary>
/// <param name="Endpoint">The name of what was asked; <c>unknown</c> if there is no such thing.</param>
/// <param name="Target">Path and query, as they came over the wire.</param>
/// <param name="Headers">By name in lower case; several of one name with commas between.</param>
public sealed record RecordedRequest(int Number, DateTimeOffset At, string Endpoint, string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>What it was answered with; none while it is not, or if a fault ended it.</summary>
    public int? Status { get; set; }
}
