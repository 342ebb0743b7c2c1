namespace Portal.Bench.Measure;

/// <summary>A form at which a stranger could find out who has an account.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Path">The address of the form.</param>
/// <param name="Lanes">How many tries are made side by side: more where a try waits, so that a run ends.</param>
/// <param name="Fields">The form as it is filled in for one try.</param>
internal sealed record Door(string Name, string Path, int Lanes, Func<Suspect, IReadOnlyList<(string Name, string Value)>> Fields);

/// <summary>Who is asked about, once.</summary>
/// <param name="Kind">What is known of them; the same for all whom nobody knows.</param>
/// <param name="Username">As long as every other's.</param>
/// <param name="Address">As long as every other's.</param>
/// <param name="Fresh">A username that nobody has, for a registration.</param>
internal sealed record Suspect(string Kind, string Username, string Address, string Fresh)
{
    public const string Unknown = "unknown";
}

/// <summary>One answer.</summary>
internal sealed record Try(string Kind, double Milliseconds, string Shape);
