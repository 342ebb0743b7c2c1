namespace Portal.Tests.FakeHomeserver.Faults;

/// <summary>Something that goes wrong, until it has gone wrong often enough.</summary>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>The name of an endpoint, such as <c>provision_user</c>; <c>*</c> for all.</summary>
    public string Endpoint { get; init; } = "*";

    /// <summary>How often; none for until it is taken away.</summary>
    public int? Times { get; init; }

    /// <summary>Whether what was asked has been done before it goes wrong.</summary>
    public bool IsAfterTheDeed { get; init; }

    /// <summary>Of <see cref="FaultKind.Status"/> and <see cref="FaultKind.Garbage"/>.</summary>
    public int Status { get; init; } = 500;

    /// <summary>Of <see cref="FaultKind.Status"/>.</summary>
    public string ErrorCode { get; init; } = "M_UNKNOWN";

    /// <summary>Of <see cref="FaultKind.Delay"/>.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Of <see cref="FaultKind.Garbage"/>.</summary>
    public string Text { get; init; } = "<!DOCTYPE html><title>Welcome to nginx!</title>";

    internal bool Concerns(string endpoint) => Endpoint == "*" || Endpoint == endpoint;
}
