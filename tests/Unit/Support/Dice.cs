using System.Globalization;

namespace Portal.Tests.Unit.Support;

/// <summary>Choices that look random and are the same for the same seed, on every machine and runtime (SplitMix64).</summary>
internal sealed class Dice(ulong seed)
{
    /// <summary>The environment variable that names another seed than the usual one.</summary>
    public const string SeedVariable = "PORTAL_TEST_SEED";

    private ulong _state = seed;

    /// <summary>The seed of this run: the usual one, unless somebody asks for another.</summary>
    public static ulong Seed { get; } = ulong.TryParse(Environment.GetEnvironmentVariable(SeedVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 20;

    /// <summary>The dice of one numbered case of a run: the same however many cases came before it.</summary>
    public static Dice Of(ulong seed, int number) => new((seed * 1_000_003) + (ulong)number);

    /// <summary>0 or more, below the limit.</summary>
    public int Below(int limit)
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)limit);
    }

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> of) => of[Below(of.Count)];
}
