using System.Collections.Concurrent;

namespace Portal.Identity.Sessions;

/// <summary>Tells the open account pages of this process that a person's sessions have changed.</summary>
public sealed class SessionChanges
{
    private readonly ConcurrentDictionary<Guid, ImmutableCallbacks> _subscribers = new();

    /// <summary>Raised for each change made in this process, so that it can be told to the others.</summary>
    public event Action<Guid>? Published;

    /// <summary>Calls back at each change until disposed. The callback must return at once.</summary>
    public IDisposable Subscribe(Guid userId, Action callback)
    {
        _subscribers.AddOrUpdate(userId, _ => new([callback]), (_, callbacks) => new([.. callbacks.All, callback]));
        return new Subscription(this, userId, callback);
    }

    /// <summary>A change was made here.</summary>
    public void Publish(Guid userId)
    {
        Deliver(userId);
        Published?.Invoke(userId);
    }

    /// <summary>A change was made here or in another process.</summary>
    public void Deliver(Guid userId)
    {
        if (_subscribers.TryGetValue(userId, out var callbacks))
        {
            foreach (var callback in callbacks.All)
            {
                callback();
            }
        }
    }

    /// <summary>Changes may have been missed: everybody looks again.</summary>
    public void DeliverAll()
    {
        foreach (var userId in _subscribers.Keys)
        {
            Deliver(userId);
        }
    }

    private void Unsubscribe(Guid userId, Action callback)
    {
        while (_subscribers.TryGetValue(userId, out var callbacks))
        {
            var remaining = new ImmutableCallbacks([.. callbacks.All.Where(other => other != callback)]);
            if (remaining.All.Length == 0
                ? _subscribers.TryRemove(new KeyValuePair<Guid, ImmutableCallbacks>(userId, callbacks))
                : _subscribers.TryUpdate(userId, remaining, callbacks))
            {
                return;
            }
        }
    }

    private sealed class ImmutableCallbacks(Action[] all)
    {
        public Action[] All { get; } = all;
    }

    private sealed class Subscription(SessionChanges changes, Guid userId, Action callback) : IDisposable
    {
        public void Dispose() => changes.Unsubscribe(userId, callback);
    }
}
