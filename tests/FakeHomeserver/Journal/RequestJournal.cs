namespace Portal.Tests.FakeHomeserver.Journal;

/// <summary>Every request that came, in order.</summary>
public sealed class RequestJournal
{
    private readonly Lock _lock = new();
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<Wait> _waits = [];

    public IReadOnlyList<RecordedRequest> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Those to one endpoint.</summary>
    public IReadOnlyList<RecordedRequest> To(string endpoint) => [.. All.Where(request => request.Endpoint == endpoint)];

    /// <summary>Waits until so many requests to that endpoint have come.</summary>
    /// <returns>The last of them.</returns>
    public Task<RecordedRequest> WaitForAsync(string endpoint, CancellationToken cancellationToken, int count = 1)
    {
        lock (_lock)
        {
            var wait = new Wait(endpoint, count);
            wait.Look(_requests);
            _waits.Add(wait);
            return wait.Came.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Forgets them.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
        }
    }

    internal RecordedRequest Add(Func<int, RecordedRequest> make)
    {
        lock (_lock)
        {
            var request = make(_requests.Count + 1);
            _requests.Add(request);
            _waits.RemoveAll(wait => wait.Came.Task.IsCompleted);
            _waits.ForEach(wait => wait.Look(_requests));
            return request;
        }
    }

    private sealed class Wait(string endpoint, int count)
    {
        public TaskCompletionSource<RecordedRequest> Came { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Look(List<RecordedRequest> requests)
        {
            if (requests.Where(request => request.Endpoint == endpoint).ElementAtOrDefault(count - 1) is { } request)
            {
                Came.TrySetResult(request);
            }
        }
    }
}
