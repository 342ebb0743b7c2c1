namespace Portal.Identity.Sessions;

/// <summary>Which part of "where you're signed in" somebody looks at.</summary>
/// <param name="Kinds">Of these kinds.</param>
/// <param name="Unused">Only what has not been used for 90 days (<see cref="SessionAge.UnusedBefore"/>).</param>
public sealed record SessionQuery(SessionKinds Kinds = SessionKinds.All, bool Unused = false)
{
    /// <summary>The page that follows this place; without one, and without <see cref="Before"/>, the first.</summary>
    public SessionCursor? After { get; init; }

    /// <summary>The page that ends before this place. Not both: <see cref="After"/> is looked at first.</summary>
    public SessionCursor? Before { get; init; }

    internal SessionCursor? Cursor => After ?? Before;

    internal bool IsBackward => After is null && Before is not null;

    internal SessionQuery FromStart => this with { After = null, Before = null };
}

/// <summary>Kinds of sessions as people tell them apart.</summary>
public enum SessionKinds
{
    All,

    /// <summary>What acts for the person: phones, computers, services.</summary>
    Apps,

    /// <summary>Where the person opened this portal.</summary>
    Browsers,
}
