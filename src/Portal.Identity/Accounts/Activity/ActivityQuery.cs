namespace Portal.Identity.Accounts.Activity;

/// <summary>Which part of the activity somebody looks at.</summary>
/// <param name="After">What follows this place, and so is older; without one, and without <paramref name="Before"/>, the latest.</param>
/// <param name="Before">What ends before this place. Not both: <paramref name="After"/> is looked at first.</param>
public sealed record ActivityQuery(ActivityCursor? After = null, ActivityCursor? Before = null)
{
    internal ActivityCursor? Cursor => After ?? Before;

    internal bool IsBackward => After is null && Before is not null;
}

/// <summary>A piece of the activity, the latest first.</summary>
/// <param name="Previous">The page before ends before this place; none on the first.</param>
/// <param name="Next">The page behind follows this place; none on the last.</param>
public sealed record ActivityPart(IReadOnlyList<Happening> Happenings, ActivityCursor? Previous, ActivityCursor? Next);
