using System.Diagnostics.CodeAnalysis;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Identity.Authorizations;

/// <summary>A client's wish to act for somebody: pending until a person decides, then fulfilled, then exchanged once for a session.</summary>
public sealed class AuthorizationGrant
{
    /// <summary>How long a code works, counted from consent (RFC 6749 §4.1.2 recommends 10 minutes at most).</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    private AuthorizationGrant()
    {
    }

    public Guid Id { get; private init; }

    public Guid ClientId { get; private init; }

    public string RedirectUri { get; private init; } = "";

    public string Scope { get; private init; } = "";

    public string? State { get; private init; }

    public string? Nonce { get; private init; }

    public ResponseMode ResponseMode { get; private init; }

    public string? CodeChallenge { get; private init; }

    /// <summary>The thumbprint of the key to which the code is bound (RFC 9449 §10).</summary>
    public string? KeyThumbprint { get; private init; }

    public string? LoginHint { get; private init; }

    /// <summary>The language of the page, for the name of the device that comes of it.</summary>
    public string Locale { get; private init; } = "en";

    /// <summary>The person must prove who they are after this moment (<c>prompt=login</c>, <c>max_age</c>).</summary>
    public DateTimeOffset? AuthenticatedAfter { get; private init; }

    /// <summary>The only person who may decide (<c>id_token_hint</c>, or <c>sub</c> in <c>claims</c>); <see langword="null"/> if anybody may.</summary>
    public Guid? Subject { get; private init; }

    /// <summary>As of <see cref="AuthorizationRequest.DemandedContext"/>.</summary>
    public string? DemandedContext { get; private init; }

    /// <summary>What was asked for by name, as <see cref="RequestedClaims.ToStored"/> writes it.</summary>
    public string? Claims { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    public byte[]? CodeHash { get; private set; }

    public DateTimeOffset? FulfilledAt { get; private set; }

    public Guid? BrowserSessionId { get; private set; }

    public DateTimeOffset? ExchangedAt { get; private set; }

    public Guid? OAuthSessionId { get; private set; }

    public DateTimeOffset? CancelledAt { get; private set; }

    /// <summary>Where the answer goes.</summary>
    public AuthorizationReturn Return => new(RedirectUri, ResponseMode, State);

    public bool IsPending => FulfilledAt is null && CancelledAt is null;

    /// <summary>Whether it was answered in the moment it was asked for: nobody can have been asked (<c>prompt=none</c>).</summary>
    public bool WasAnsweredSilently => FulfilledAt == CreatedAt;

    [MemberNotNullWhen(true, nameof(ExchangedAt), nameof(OAuthSessionId))]
    public bool IsExchanged => ExchangedAt is not null;

    public static AuthorizationGrant Request(AuthorizationRequest request, string locale, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        ClientId = request.ClientId,
        RedirectUri = request.Return.RedirectUri,
        ResponseMode = request.Return.Mode,
        State = request.Return.State,
        Scope = request.Scope.ToString(),
        Nonce = request.Nonce,
        CodeChallenge = request.CodeChallenge,
        KeyThumbprint = request.KeyThumbprint,
        LoginHint = request.LoginHint,
        Locale = locale,
        AuthenticatedAfter = request.Prompts.HasFlag(AuthorizationPrompts.Login) ? now
            : request.MaxAge is { } maxAge ? now - maxAge
            : null,
        Subject = request.Subject,
        DemandedContext = request.DemandedContext,
        Claims = request.Claims.ToStored(),
        CreatedAt = now,
    };

    /// <summary>The person allows it, in this browser session; from now the code works.</summary>
    public void Fulfil(BrowserSession session, string code, DateTimeOffset now)
    {
        Require(IsPending);
        (BrowserSessionId, CodeHash, FulfilledAt) = (session.Id, TokenFormat.HashOf(code), now);
    }

    /// <summary>The person refuses; nothing can come of the grant any more.</summary>
    public void Cancel(DateTimeOffset now)
    {
        Require(IsPending);
        CancelledAt = now;
    }

    /// <summary>The code is used up.</summary>
    public void Exchange(OAuthSession session, DateTimeOffset now)
    {
        Require(FulfilledAt is not null && CancelledAt is null && ExchangedAt is null);
        (OAuthSessionId, ExchangedAt) = (session.Id, now);
    }

    /// <summary>Whether the client asked for a proof that is newer than this session's (OpenID Connect Core §3.1.2.1).</summary>
    public bool NeedsFreshSignIn(SignedInPerson person) => AuthenticatedAfter is { } after && person.AuthenticatedAt < after;

    /// <summary>Whether the client means somebody else (OpenID Connect Core §3.1.2.1, <c>id_token_hint</c>).</summary>
    public bool IsForSomebodyElse(SignedInPerson person) => Subject is { } subject && subject != person.UserId;

    /// <summary>Whether the client demands a second step, and the person has taken none in this session.</summary>
    public bool NeedsSecondStep(SignedInPerson person) => DemandedContext == AuthenticationContext.MultiFactor && !AuthenticationContext.HasSecondStep(person.Methods);

    /// <summary>Whether somebody must sign in before the grant can be decided in this session.</summary>
    public bool NeedsSignIn(SignedInPerson person) => NeedsFreshSignIn(person) || IsForSomebodyElse(person) || NeedsSecondStep(person) || person.IsProofVoid;

    public bool HasExpired(DateTimeOffset now) => FulfilledAt is { } fulfilled && now >= fulfilled + CodeLifetime;

    private static void Require(bool legal)
    {
        if (!legal)
        {
            throw new InvalidOperationException("The grant is not in a state that allows this.");
        }
    }
}
