using System.Diagnostics.CodeAnalysis;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Devices;

/// <summary>A device's wish to act for somebody: pending until a person decides in a browser, then fulfilled, then exchanged once for a session (RFC 8628).</summary>
/// <remarks>Of the device code only the hash is stored. The user code is no secret that gives anything by itself: it leads a person who is signed in to a question.</remarks>
public sealed class DeviceCodeGrant
{
    /// <summary>How long both codes work.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    /// <summary>How long a device waits between two questions, at first (RFC 8628 §3.2).</summary>
    public static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(5);

    /// <summary>How much longer it waits each time that it asked too early (RFC 8628 §3.5).</summary>
    public static readonly TimeSpan IntervalStep = TimeSpan.FromSeconds(5);

    private DeviceCodeGrant()
    {
    }

    public Guid Id { get; private init; }

    public Guid ClientId { get; private init; }

    /// <summary>As it goes over the wire; may be empty.</summary>
    public string Scope { get; private init; } = "";

    public string UserCode { get; private init; } = "";

    public byte[] DeviceCodeHash { get; private init; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>From where the device asked.</summary>
    public string? IpAddress { get; private init; }

    /// <summary>What the device said that it is.</summary>
    public string? UserAgent { get; private init; }

    /// <summary>The language of the page where the person decided, for the name of the device that comes of it.</summary>
    public string? Locale { get; private set; }

    public DateTimeOffset? FulfilledAt { get; private set; }

    public DateTimeOffset? RejectedAt { get; private set; }

    public Guid? BrowserSessionId { get; private set; }

    public DateTimeOffset? ExchangedAt { get; private set; }

    public Guid? OAuthSessionId { get; private set; }

    /// <summary>When the device last asked while nobody had decided.</summary>
    public DateTimeOffset? PolledAt { get; private set; }

    /// <summary>How many seconds it must wait before it asks again.</summary>
    public int IntervalSeconds { get; private set; }

    public bool IsPending => FulfilledAt is null && RejectedAt is null;

    [MemberNotNullWhen(true, nameof(ExchangedAt), nameof(OAuthSessionId))]
    public bool IsExchanged => ExchangedAt is not null;

    public static DeviceCodeGrant Request(Guid clientId, ScopeSet scope, string deviceCode, string userCode, Requester requester, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        ClientId = clientId,
        Scope = scope.ToString(),
        DeviceCodeHash = TokenFormat.HashOf(deviceCode),
        UserCode = userCode,
        CreatedAt = now,
        ExpiresAt = now + Lifetime,
        IpAddress = requester.AddressText,
        UserAgent = requester.UserAgent,
        IntervalSeconds = (int)FirstInterval.TotalSeconds,
    };

    /// <summary>The person allows it, in this browser session.</summary>
    public void Fulfil(BrowserSession session, string locale, DateTimeOffset now)
    {
        Require(IsPending);
        (BrowserSessionId, Locale, FulfilledAt) = (session.Id, locale, now);
    }

    /// <summary>The person refuses; nothing can come of the grant any more.</summary>
    public void Reject(string locale, DateTimeOffset now)
    {
        Require(IsPending);
        (Locale, RejectedAt) = (locale, now);
    }

    /// <summary>The device code is used up.</summary>
    public void Exchange(OAuthSession session, DateTimeOffset now)
    {
        Require(FulfilledAt is not null && RejectedAt is null && ExchangedAt is null);
        (OAuthSessionId, ExchangedAt) = (session.Id, now);
    }

    /// <summary>Notes that the device asks. <see langword="false"/> if it should have waited longer; then it must wait longer still from now on.</summary>
    public bool TryPoll(DateTimeOffset now)
    {
        var patient = PolledAt is not { } last || now - last >= TimeSpan.FromSeconds(IntervalSeconds);
        PolledAt = now;
        IntervalSeconds += patient ? 0 : (int)IntervalStep.TotalSeconds;
        return patient;
    }

    public ScopeSet ReadScope() => ScopeSet.OfStored(Scope);

    public bool HasExpired(DateTimeOffset now) => now >= ExpiresAt;

    private static void Require(bool legal)
    {
        if (!legal)
        {
            throw new InvalidOperationException("The grant is not in a state that allows this.");
        }
    }
}
