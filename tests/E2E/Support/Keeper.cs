using Microsoft.Playwright;

namespace Portal.Tests.E2E.Support;

/// <summary>Keeps passkeys in the browser of a visit, and says yes when it is asked; what a phone or a laptop does at the touch of a finger.</summary>
internal sealed class Keeper
{
    private readonly ICDPSession _session;
    private readonly string _id;

    private Keeper(ICDPSession session, string id) => (_session, _id) = (session, id);

    /// <param name="visit">In whose first tab it works.</param>
    public static async Task<Keeper> ConnectAsync(Visit visit)
    {
        var session = await visit.Context.NewCDPSessionAsync(visit.Page);
        await session.SendAsync("WebAuthn.enable");
        return new Keeper(session, await AddAsync(session));
    }

    /// <summary>Another one, such as a key on the key ring; the first is put away meanwhile.</summary>
    public async Task<Keeper> ReplaceAsync()
    {
        await LoseAsync();
        return new Keeper(_session, await AddAsync(_session));
    }

    /// <summary>It is gone, with all that it kept.</summary>
    public Task LoseAsync() => _session.SendAsync("WebAuthn.removeVirtualAuthenticator", new() { ["authenticatorId"] = _id });

    /// <summary>Whether anybody touches it from now on.</summary>
    public Task AnswerAsync(bool answers) => _session.SendAsync("WebAuthn.setAutomaticPresenceSimulation", new() { ["authenticatorId"] = _id, ["enabled"] = answers });

    /// <summary>Whether it recognises its owner from now on.</summary>
    public Task RecogniseAsync(bool recognises) => _session.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = _id, ["isUserVerified"] = recognises });

    public async Task<int> CountAsync() =>
        (await _session.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = _id }))!.Value.GetProperty("credentials").GetArrayLength();

    private static async Task<string> AddAsync(ICDPSession session)
    {
        var added = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return added!.Value.GetProperty("authenticatorId").GetString()!;
    }
}
