namespace Portal.Tests.Unit.Model;

/// <summary>What codes, sessions and tokens of one person do, as RFC 6749, RFC 7009, RFC 8628 and sections 6, 7, 8 and 10 of the oauth contract say; without a database, and without the services' code.</summary>
internal sealed class TokenModel(DateTimeOffset now)
{
    public const string Granted = "granted";
    public const string InvalidGrant = "invalid_grant 400";
    public const string UnauthorizedClient = "unauthorized_client 401";

    private static readonly TimeSpan DeviceCodeLifetime = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan SlowDown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RetryWindow = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan CodesKept = TimeSpan.FromDays(7);
    private static readonly TimeSpan EndedSessionsKept = TimeSpan.FromDays(30);

    private DateTimeOffset _now = now;
    private int _browser;
    private bool _browserEnded;
    private bool _locked;

    public List<ModelledCode> Codes { get; } = [];

    public List<ModelledDeviceCode> DeviceCodes { get; } = [];

    public List<ModelledSession> Sessions { get; } = [];

    public List<ModelledAccessToken> AccessTokens { get; } = [];

    public List<ModelledRefreshToken> RefreshTokens { get; } = [];

    /// <summary>Section 6.6: until the end of its lifetime, and that moment too; not if revoked, of an ended session, or of somebody who is locked (7.1).</summary>
    public bool IsLive(ModelledAccessToken token) => !token.IsRevoked && token.ExpiresAt >= _now && IsOpen(token.Session);

    /// <summary>Refresh tokens do not expire; they die with the session (6.2).</summary>
    public bool IsLive(ModelledRefreshToken token) => token.IsValid && IsOpen(token.Session);

    /// <summary>The person allows the client; in a new browser session if the last one is over.</summary>
    public void Consent(ModelledClient client)
    {
        SignIn();
        Codes.Add(new ModelledCode(client, _browser, _now));
    }

    /// <summary>Section 6.1, step by step.</summary>
    public string Exchange(ModelledCode code, ModelledClient by)
    {
        if (code.IsForgotten)
        {
            return InvalidGrant;
        }

        if (code.ExchangedAt is { } exchangedAt)
        {
            if (_now - exchangedAt > RetryWindow && code.Owner == by) // step 3 and D15: later it is theft, and only the owner's word counts
            {
                End(code.Session!);
            }

            return InvalidGrant;
        }

        if (_now - code.ConsentedAt >= CodeLifetime) // at ten minutes sharp too, the most that RFC 6749 §4.1.2 recommends
        {
            return InvalidGrant;
        }

        if (code.Owner != by)
        {
            return UnauthorizedClient;
        }

        if (code.Browser != _browser || _browserEnded || _locked) // step 8
        {
            return InvalidGrant;
        }

        (code.ExchangedAt, code.Session) = (_now, Begin(by, ofPerson: true));
        Issue(code.Session);
        return Granted;
    }

    /// <summary>Section 6.2, step by step.</summary>
    public string Refresh(ModelledRefreshToken token, ModelledClient by)
    {
        if (token.Session.EndedAt is not null || token.Session.Owner != by || _locked) // step 2, D21
        {
            return InvalidGrant;
        }

        if (!token.IsValid)
        {
            if (token.IsRevoked || token.Successor is not { IsValid: true, Access.IsUsed: false } lost) // step 4
            {
                return InvalidGrant;
            }

            lost.IsRevoked = lost.Access.IsRevoked = true;
        }

        token.IsConsumed = token.Access.IsRevoked = true; // step 5
        token.Successor = Issue(token.Session);
        return Granted;
    }

    /// <summary>RFC 8628 §3.1: a device wants to act for somebody, it does not know whom.</summary>
    public void AskForDevice(ModelledClient client) => DeviceCodes.Add(new ModelledDeviceCode(client, _now));

    /// <summary>RFC 8628 §3.3: the person decides once, in time, and only as somebody who may use their account.</summary>
    public string Decide(ModelledDeviceCode code, bool allow)
    {
        SignIn();
        if (code.IsForgotten || HasExpired(code) || !code.IsPending || (allow && _locked))
        {
            return "no question any more";
        }

        (code.Browser, code.IsDenied) = (allow ? _browser : null, !allow);
        return allow ? "allowed" : "denied";
    }

    /// <summary>RFC 8628 §3.4 and §3.5, in the order of section 6.4: only the client that asked learns anything; tokens come of it once; who asks too early waits 5 seconds longer from then on.</summary>
    public string Poll(ModelledDeviceCode code, ModelledClient by)
    {
        if (code.IsForgotten || code.Owner != by)
        {
            return InvalidGrant;
        }

        if (HasExpired(code))
        {
            return "expired_token 403";
        }

        if (code.IsPending)
        {
            var early = _now - code.PolledAt < code.Interval;
            (code.PolledAt, code.Interval) = (_now, code.Interval + (early ? SlowDown : TimeSpan.Zero));
            return early ? "slow_down 403" : "authorization_pending 403";
        }

        if (code.IsDenied)
        {
            return "access_denied 403";
        }

        if (code.IsRedeemed || code.Browser != _browser || _browserEnded || _locked) // D21
        {
            return InvalidGrant;
        }

        code.IsRedeemed = true;
        Issue(Begin(by, ofPerson: true));
        return Granted;
    }

    /// <summary>Section 6.3: a session without a person, and no refresh token.</summary>
    public string ClientCredentials()
    {
        AccessTokens.Add(new ModelledAccessToken(Begin(ModelledClient.Service, ofPerson: false), _now + AccessTokenLifetime));
        return Granted;
    }

    /// <summary>Section 7.1: seen for the first time, the token is used.</summary>
    public string Introspect(ModelledAccessToken token)
    {
        var live = IsLive(token);
        token.IsUsed |= live; // a negative answer has no effect
        return live ? "active" : "inactive";
    }

    public string Introspect(ModelledRefreshToken token) => IsLive(token) ? "active" : "inactive";

    /// <summary>Section 7.2: a token that is dead in itself is none of anybody's; of any other, the whole session ends.</summary>
    public string Revoke(ModelledAccessToken token, ModelledClient by) => Revoke(token.Session, !token.IsRevoked && token.ExpiresAt >= _now, by);

    public string Revoke(ModelledRefreshToken token, ModelledClient by) => Revoke(token.Session, token.IsValid, by);

    /// <summary>The person ends a session in the account pages; only what is theirs.</summary>
    public string EndByPerson(ModelledSession session) => session.OfPerson && End(session) ? "ended" : "gone";

    /// <summary>The person ends all but the browser in front of them.</summary>
    public void EndOthers() => Sessions.Where(session => session.OfPerson).ToList().ForEach(session => End(session));

    /// <summary>Section 7.4: what was begun goes on; what was not exchanged never will be.</summary>
    public void EndBrowser() => _browserEnded = true;

    public void Lock(bool locked) => _locked = locked;

    public void Advance(TimeSpan time) => _now += time;

    /// <summary>Section 10. What is forgotten was dead before, so nobody notices, but for this: a code that is not known any more cannot tell of a theft, nor a token whose it was.</summary>
    public void Forget()
    {
        Codes.ForEach(code => code.IsForgotten |= _now - code.ConsentedAt > CodesKept);
        DeviceCodes.ForEach(code => code.IsForgotten |= _now - code.AskedAt > CodesKept);
        Sessions.ForEach(session => session.IsForgotten |= _now - session.EndedAt > EndedSessionsKept);
    }

    private string Revoke(ModelledSession session, bool alive, ModelledClient by)
    {
        if (!alive || session.IsForgotten)
        {
            return "revoked";
        }

        if (by != ModelledClient.Nameless && by != session.Owner)
        {
            return UnauthorizedClient;
        }

        End(session);
        return "revoked";
    }

    // In a new browser session if the last one is over.
    private void SignIn()
    {
        _browser += _browserEnded ? 1 : 0;
        _browserEnded = false;
    }

    private bool HasExpired(ModelledDeviceCode code) => _now - code.AskedAt >= DeviceCodeLifetime;

    private bool IsOpen(ModelledSession session) => session.EndedAt is null && !(session.OfPerson && _locked);

    private ModelledSession Begin(ModelledClient client, bool ofPerson)
    {
        var session = new ModelledSession(client, ofPerson);
        Sessions.Add(session);
        return session;
    }

    private ModelledRefreshToken Issue(ModelledSession session)
    {
        var access = new ModelledAccessToken(session, _now + AccessTokenLifetime);
        var refresh = new ModelledRefreshToken(session, access);
        AccessTokens.Add(access);
        RefreshTokens.Add(refresh);
        return refresh;
    }

    private bool End(ModelledSession session)
    {
        var wasOpen = session.EndedAt is null;
        session.EndedAt ??= _now;
        return wasOpen;
    }
}
