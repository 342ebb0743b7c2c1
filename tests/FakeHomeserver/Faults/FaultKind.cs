namespace Portal.Tests.FakeHomeserver.Faults;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>It answers <see cref="Fault.Status"/>.</summary>
    Status,

    /// <summary>It answers as always, but only after <see cref="Fault.Delay"/>.</summary>
    Delay,

    /// <summary>It never answers.</summary>
    Hang,

    /// <summary>The connection ends without a word.</summary>
    Cut,

    /// <summary>The connection ends in the middle of the answer.</summary>
    HalfAnswer,

    /// <summary>It answers <see cref="Fault.Status"/> and <see cref="Fault.Text"/>, as something that is no homeserver.</summary>
    Garbage,
}
