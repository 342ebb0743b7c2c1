namespace Portal.Bench.Measure;

/// <summary>How well two samples can be told apart by their size alone (Mann and Whitney, 1947): the area under the curve of the best such classifier.</summary>
/// <param name="Auc">The chance that one of the second sample is larger than one of the first, ties halved: 0.5 if nothing tells them apart.</param>
/// <param name="Error">The standard error of that (Hanley and McNeil, 1982).</param>
internal sealed record MannWhitney(double Auc, double Error)
{
    private const double TwoSided95 = 1.96;

    /// <summary>Within this distance of <see cref="Auc"/> lies the true value in 95 of 100 runs.</summary>
    public double Confidence => TwoSided95 * Error;

    public static MannWhitney Of(IReadOnlyCollection<double> first, IReadOnlyCollection<double> second)
    {
        if (first.Count == 0 || second.Count == 0)
        {
            throw new ArgumentException("Both samples must have something in them.", nameof(second));
        }

        (double Value, bool IsSecond)[] all = [.. first.Select(value => (value, false)), .. second.Select(value => (value, true))];
        Array.Sort(all, (one, other) => one.Value.CompareTo(other.Value));
        double ranks = 0;
        for (var start = 0; start < all.Length;)
        {
            var end = start;
            while (end < all.Length && all[end].Value.Equals(all[start].Value))
            {
                end++;
            }

            ranks += all[start..end].Count(entry => entry.IsSecond) * ((start + 1 + end) / 2.0); // equal values share the mean of their ranks
            start = end;
        }

        double n = first.Count, m = second.Count;
        var auc = (ranks - (m * (m + 1) / 2)) / (n * m);
        var (q1, q2) = (auc / (2 - auc), 2 * auc * auc / (1 + auc));
        var variance = ((auc * (1 - auc)) + ((m - 1) * (q1 - (auc * auc))) + ((n - 1) * (q2 - (auc * auc)))) / (n * m);
        return new MannWhitney(auc, Math.Sqrt(Math.Max(0, variance)));
    }
}
