using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>Lets only so many passwords be hashed at once, and only so many callers wait for their turn, first come first served.</summary>
/// <remarks>Each hash takes a core and 19 MiB; without this, a burst of sign-ins takes the whole machine.</remarks>
public sealed class PasswordGate : IDisposable
{
    // A full queue of the default length is worked off in about two seconds by two cores.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly ConcurrencyLimiter _limiter;
    private readonly int _most;

    public PasswordGate(IOptions<LocalPasswordOptions> options)
    {
        _most = options.Value.MaxParallel;
        _limiter = new(new() { PermitLimit = _most, QueueLimit = options.Value.MaxWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
    }

    /// <summary>Whether somebody waits for a hash at this moment: what can wait, should.</summary>
    public bool IsInUse => _limiter.GetStatistics() is { } now && now.CurrentAvailablePermits < _most;

    /// <summary>Runs the work off the request's thread, when its turn comes.</summary>
    /// <param name="hash">Hashes or checks a password. Not begun if the caller cancels while waiting; not stopped once begun.</param>
    /// <exception cref="PasswordGateBusyException">Too many wait already; the work was not begun.</exception>
    /// <exception cref="OperationCanceledException">The caller left the queue.</exception>
    public async ValueTask<TResult> RunAsync<TResult>(Func<TResult> hash, CancellationToken cancellationToken)
    {
        using var turn = await _limiter.AcquireAsync(permitCount: 1, cancellationToken);
        return turn.IsAcquired
            ? await Task.Run(hash, cancellationToken)
            : throw new PasswordGateBusyException(RetryAfter);
    }

    public void Dispose() => _limiter.Dispose();
}
