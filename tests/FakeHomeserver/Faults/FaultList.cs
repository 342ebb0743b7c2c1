namespace Portal.Tests.FakeHomeserver.Faults;

/// <summary>All that goes wrong at present. The first one that concerns a request happens to it.</summary>
public sealed class FaultList
{
    private readonly Lock _lock = new();
    private readonly List<(Fault Fault, int? Left)> _faults = [];

    public void Add(Fault fault)
    {
        lock (_lock)
        {
            _faults.Add((fault, fault.Times));
        }
    }

    /// <summary>From now on all is well.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
        }
    }

    internal Fault? Take(string endpoint)
    {
        lock (_lock)
        {
            var index = _faults.FindIndex(entry => entry.Left is null or > 0 && entry.Fault.Concerns(endpoint));
            if (index < 0)
            {
                return null;
            }

            var (fault, left) = _faults[index];
            _faults[index] = (fault, left - 1);
            return fault;
        }
    }
}
