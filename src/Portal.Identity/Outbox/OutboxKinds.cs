using Microsoft.Extensions.DependencyInjection;

namespace Portal.Identity.Outbox;

/// <summary>What the handlers say of the kinds of message that they deliver.</summary>
public sealed class OutboxKinds(IServiceScopeFactory scopes)
{
    private readonly Lazy<Dictionary<string, KindFacts>> _kinds = new(() => Read(scopes));

    /// <summary>Every kind that has a lane of its own choice; whatever else there is belongs to <see cref="OutboxLane.Own"/>.</summary>
    internal string[] OutsideOf(OutboxLane lane) => [.. _kinds.Value.Where(kind => kind.Value.Lane != lane).Select(kind => kind.Key)];

    /// <summary>The kinds of a lane, as far as there are handlers for them.</summary>
    internal string[] Of(OutboxLane lane) => [.. _kinds.Value.Where(kind => kind.Value.Lane == lane).Select(kind => kind.Key)];

    /// <summary>The lane of a kind; one that nobody delivers is given up in our own.</summary>
    internal OutboxLane LaneOf(string kind) => _kinds.Value.TryGetValue(kind, out var facts) ? facts.Lane : OutboxLane.Own;

    internal TimeSpan LeaseTimeOf(string kind) => _kinds.Value.TryGetValue(kind, out var facts) ? facts.LeaseTime : OutboxDelivery.LeaseTime;

    internal bool CoversOthers(string kind) => _kinds.Value.TryGetValue(kind, out var facts) && facts.CoversOthers;

    private static Dictionary<string, KindFacts> Read(IServiceScopeFactory scopes)
    {
        using var scope = scopes.CreateScope();
        return scope.ServiceProvider.GetServices<IOutboxHandler>()
            .ToDictionary(handler => handler.Kind, handler => new KindFacts(handler.Lane, handler.LeaseTime, handler.CoversOthers), StringComparer.Ordinal);
    }

    private sealed record KindFacts(OutboxLane Lane, TimeSpan LeaseTime, bool CoversOthers);
}
