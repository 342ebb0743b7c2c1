namespace Portal.Identity.Persistence;

/// <summary>On SQLite, lets writers in one at a time and in the order in which they came; on PostgreSQL, all of them.</summary>
/// <remarks>SQLite itself lets waiting writers poll for its lock, which is unfair and under load ends in "database is locked".</remarks>
public sealed class WriterGate(bool oneAtATime) : IDisposable
{
    private readonly SemaphoreSlim? _semaphore = oneAtATime ? new SemaphoreSlim(1, 1) : null;

    /// <summary>Waits for the turn, which ends when the result is disposed.</summary>
    public async ValueTask<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        if (_semaphore is not null)
        {
            await _semaphore.WaitAsync(cancellationToken);
        }

        return new Turn(_semaphore);
    }

    public void Dispose() => _semaphore?.Dispose();

    /// <summary>The right to write, until disposed.</summary>
    public sealed class Turn : IDisposable
    {
        private SemaphoreSlim? _semaphore;

        internal Turn(SemaphoreSlim? semaphore) => _semaphore = semaphore;

        public void Dispose() => Interlocked.Exchange(ref _semaphore, null)?.Release();
    }
}
