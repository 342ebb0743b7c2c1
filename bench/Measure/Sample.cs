namespace Portal.Bench.Measure;

/// <summary>Tokens for the loads, spread evenly over all that are stored. A refresh revokes the access token beside it, so a session serves for one of the two.</summary>
/// <param name="total">How many sessions there will be.</param>
/// <param name="asked">How many access tokens at most.</param>
/// <param name="refreshed">How many refresh tokens.</param>
internal sealed class Sample(long total, int asked, int refreshed)
{
    private readonly long _step = Math.Max(1, total / (asked + refreshed));
    private long _offered;
    private long _taken;

    public List<string> Access { get; } = [];

    public List<string> Refresh { get; } = [];

    /// <exception cref="InvalidOperationException">There are too few sessions.</exception>
    public void Offer(string access, string refresh)
    {
        if (total <= refreshed)
        {
            throw new InvalidOperationException($"--users times --sessions must be more than {refreshed} for so many rounds.");
        }

        if (_offered++ % _step != 0)
        {
            return;
        }

        var parts = Math.Min(total, asked + refreshed);
        var isTurn = (_taken + 1) * refreshed / parts > _taken * refreshed / parts;
        _taken++;
        if (isTurn && Refresh.Count < refreshed)
        {
            Refresh.Add(refresh);
        }
        else if (Access.Count < asked)
        {
            Access.Add(access);
        }
    }
}
