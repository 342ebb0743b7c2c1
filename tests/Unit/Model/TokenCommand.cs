namespace Portal.Tests.Unit.Model;

/// <summary>Something that happens to codes, sessions and tokens: in the model, which says what must come of it, and in the portal.</summary>
/// <param name="Which">Which of those there are it is about, the newest being 0; counted round, so that a shorter script still means something.</param>
internal abstract record TokenCommand(int Which)
{
    private const string Done = "done";
    private const string NoSuchThing = "nothing to do it with";

    /// <summary>In words.</summary>
    public abstract string Read(TokenModel model);

    /// <summary>What must come of it.</summary>
    public abstract string Foretell(TokenModel model);

    /// <summary>What does come of it.</summary>
    public abstract Task<string> PerformAsync(PortalTokens portal);

    private protected string The<T>(string kind, IReadOnlyList<T> things) => things.Count == 0 ? $"no {kind}" : $"{kind} {IndexIn(things)}";

    private protected string With<T>(IReadOnlyList<T> things, Func<T, string> act) => things.Count == 0 ? NoSuchThing : act(Choose(things));

    private protected Task<string> WithAsync<T>(IReadOnlyList<T> things, Func<T, Task<string>> act) => things.Count == 0 ? Task.FromResult(NoSuchThing) : act(Choose(things));

    private T Choose<T>(IReadOnlyList<T> things) => things[IndexIn(things)];

    private int IndexIn<T>(IReadOnlyList<T> things) => things.Count - 1 - (Which % things.Count);

    private static async Task<string> DoneAsync(Task task)
    {
        await task;
        return Done;
    }

    internal sealed record Consent(ModelledClient Client) : TokenCommand(0)
    {
        public override string Read(TokenModel model) => $"The person allows {Client}";

        public override string Foretell(TokenModel model)
        {
            model.Consent(Client);
            return Done;
        }

        public override Task<string> PerformAsync(PortalTokens portal) => DoneAsync(portal.ConsentAsync(Client));
    }

    internal sealed record Exchange(int Which, ModelledClient By) : TokenCommand(Which)
    {
        public override string Read(TokenModel model) => $"{By} exchanges {The("code", model.Codes)}";

        public override string Foretell(TokenModel model) => With(model.Codes, code => model.Exchange(code, By));

        public override Task<string> PerformAsync(PortalTokens portal) => WithAsync(portal.Codes, code => portal.ExchangeAsync(code, By));
    }

    internal sealed record Refresh(int Which, ModelledClient By) : TokenCommand(Which)
    {
        public override string Read(TokenModel model) => $"{By} refreshes with {The("refresh token", model.RefreshTokens)}";

        public override string Foretell(TokenModel model) => With(model.RefreshTokens, token => model.Refresh(token, By));

        public override Task<string> PerformAsync(PortalTokens portal) => WithAsync(portal.RefreshTokens, token => portal.RefreshAsync(token, By));
    }

    internal sealed record AskForDevice(ModelledClient Client) : TokenCommand(0)
    {
        public override string Read(TokenModel model) => $"{Client} on a device asks for a device code";

        public override string Foretell(TokenModel model)
        {
            model.AskForDevice(Client);
            return Done;
        }

        public override Task<string> PerformAsync(PortalTokens portal) => DoneAsync(portal.AskForDeviceAsync(Client));
    }

    internal sealed record Decide(int Which, bool Allow) : TokenCommand(Which)
    {
        public override string Read(TokenModel model) => $"The person {(Allow ? "allows" : "denies")} {The("device code", model.DeviceCodes)}";

        public override string Foretell(TokenModel model) => With(model.DeviceCodes, code => model.Decide(code, Allow));

        public override Task<string> PerformAsync(PortalTokens portal) => WithAsync(portal.DeviceCodes, code => portal.DecideAsync(code.GrantId, Allow));
    }

    internal sealed record Poll(int Which, ModelledClient By) : TokenCommand(Which)
    {
        public override string Read(TokenModel model) => $"{By} polls with {The("device code", model.DeviceCodes)}";

        public override string Foretell(TokenModel model) => With(model.DeviceCodes, code => model.Poll(code, By));

        public override Task<string> PerformAsync(PortalTokens portal) => WithAsync(portal.DeviceCodes, code => portal.PollAsync(code.Code, By));
    }

    internal sealed record AskForItself() : TokenCommand(0)
    {
        public override string Read(TokenModel model) => "Service asks for itself";

        public override string Foretell(TokenModel model) => model.ClientCredentials();

        public override Task<string> PerformAsync(PortalTokens portal) => portal.ClientCredentialsAsync();
    }

    internal sealed record UseAccessToken(int Which) : TokenCommand(Which)
    {
        public override string Read(TokenModel model) => $"Somebody uses {The("access token", model.AccessTokens)}";

        public override string Foretell(TokenModel model) => With(model.AccessTokens, model.Introspect);

        public override Task<string> PerformAsync(PortalTokens portal) => WithAsync(portal.AccessTokens, portal.IntrospectAsync);
    }

    internal sealed record IntrospectRefreshToken(int Which) : TokenCommand(Which)
    {
        public override string Read(TokenModel model) => $"Somebody introspects {The("refresh token", model.RefreshTokens)}";

        public override string Foretell(TokenModel model) => With(model.RefreshTokens, model.Introspect);

        public override Task<string> PerformAsync(PortalTokens portal) => WithAsync(portal.RefreshTokens, portal.IntrospectAsync);
    }

    internal sealed record RevokeAccessToken(int Which, ModelledClient By) : TokenCommand(Which)
    {
        public override string Read(TokenModel model) => $"{By} revokes {The("access token", model.AccessTokens)}";

        public override string Foretell(TokenModel model) => With(model.AccessTokens, token => model.Revoke(token, By));

        public override Task<string> PerformAsync(PortalTokens portal) => WithAsync(portal.AccessTokens, token => portal.RevokeAsync(token, By));
    }

    internal sealed record RevokeRefreshToken(int Which, ModelledClient By) : TokenCommand(Which)
    {
        public override string Read(TokenModel model) => $"{By} revokes {The("refresh token", model.RefreshTokens)}";

        public override string Foretell(TokenModel model) => With(model.RefreshTokens, token => model.Revoke(token, By));

        public override Task<string> PerformAsync(PortalTokens portal) => WithAsync(portal.RefreshTokens, token => portal.RevokeAsync(token, By));
    }

    internal sealed record EndByPerson(int Which) : TokenCommand(Which)
    {
        public override string Read(TokenModel model) => $"The person ends {The("session", model.Sessions)}";

        public override string Foretell(TokenModel model) => With(model.Sessions, model.EndByPerson);

        public override Task<string> PerformAsync(PortalTokens portal) => WithAsync(portal.Sessions, portal.EndByPersonAsync);
    }

    internal sealed record EndOthers() : TokenCommand(0)
    {
        public override string Read(TokenModel model) => "The person ends all other sessions";

        public override string Foretell(TokenModel model)
        {
            model.EndOthers();
            return Done;
        }

        public override Task<string> PerformAsync(PortalTokens portal) => DoneAsync(portal.EndOthersAsync());
    }

    internal sealed record EndBrowser() : TokenCommand(0)
    {
        public override string Read(TokenModel model) => "The person signs out of the browser";

        public override string Foretell(TokenModel model)
        {
            model.EndBrowser();
            return Done;
        }

        public override Task<string> PerformAsync(PortalTokens portal) => DoneAsync(portal.EndBrowserAsync());
    }

    internal sealed record Lock(bool Locked) : TokenCommand(0)
    {
        public override string Read(TokenModel model) => Locked ? "The person is locked" : "The person is unlocked";

        public override string Foretell(TokenModel model)
        {
            model.Lock(Locked);
            return Done;
        }

        public override Task<string> PerformAsync(PortalTokens portal) => DoneAsync(portal.LockAsync(Locked));
    }

    internal sealed record Wait(TimeSpan Time) : TokenCommand(0)
    {
        public override string Read(TokenModel model) => $"{Time} pass";

        public override string Foretell(TokenModel model)
        {
            model.Advance(Time);
            return Done;
        }

        public override Task<string> PerformAsync(PortalTokens portal)
        {
            portal.Clock.Advance(Time);
            return Task.FromResult(Done);
        }
    }

    internal sealed record Forget() : TokenCommand(0)
    {
        public override string Read(TokenModel model) => "What is old is forgotten";

        public override string Foretell(TokenModel model)
        {
            model.Forget();
            return Done;
        }

        public override Task<string> PerformAsync(PortalTokens portal) => DoneAsync(portal.ForgetAsync());
    }
}
