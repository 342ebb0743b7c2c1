namespace Portal.Mail;

/// <summary>The time that one mail may take, beside the caller's own wish to stop.</summary>
internal sealed class Deadline : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1); // a code lives minutes, and others wait behind this mail

    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    public Deadline(TimeProvider clock, CancellationToken caller)
    {
        _caller = caller;
        _timer = new CancellationTokenSource(Limit, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _timer.Token);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Whether it was the time that ended the work, and not the caller.</summary>
    public bool HasPassed => _timer.IsCancellationRequested && !_caller.IsCancellationRequested;

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
