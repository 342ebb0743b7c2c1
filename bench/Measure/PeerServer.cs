using System.Net;
using System.Text.Json;

namespace Portal.Bench.Measure;

/// <summary>The npm package oidc-provider in a process of its own (bench/oidc-provider/server.mjs).</summary>
internal static class PeerServer
{
    public const string Name = "oidc-provider";

    public static async Task<(ServerProcess Process, Target Target)> StartAsync(Settings settings)
    {
        var seeded = JsonSerializer.Serialize(new
        {
            clientId = Identity.Protocol.Ulid.Encode(Rehearsal.ClientId),
            serviceId = Identity.Protocol.Ulid.Encode(Rehearsal.ServiceId),
            secret = Rehearsal.ServiceSecret,
            redirectUri = Rehearsal.RedirectUri,
            challenge = Rehearsal.Challenge,
            tokens = Math.Min(settings.Sampled, settings.Users * settings.Sessions),
            slices = settings.Slices,
            refreshPerSlice = Seed.RefreshTokensPerRound,
            codesPerSlice = settings.CodesPerRound,
        });
        var process = await ServerProcess.StartAsync(
            settings.Node, ".well-known/openid-configuration", new Dictionary<string, string>(StringComparer.Ordinal) { ["NODE_ENV"] = "production" },
            Path.Combine(settings.Work, "peer.log"), Path.Combine(settings.Peer, "server.mjs"), settings.Work, seeded);
        var (path, cookie) = await SignInPageAsync(process.Address);
        var tokenFile = Path.Combine(settings.Work, "peer-access-tokens");
        var files = new LoadFiles(
            [.. await File.ReadAllLinesAsync(tokenFile)],
            tokenFile,
            [.. Enumerable.Range(0, settings.Slices).Select(slice => Path.Combine(settings.Work, $"peer-refresh-tokens-{slice}"))],
            [.. Enumerable.Range(0, settings.Slices).Select(slice => Path.Combine(settings.Work, $"peer-codes-{slice}"))]);
        return (process, new Target(Name, Name, process.Address, files, path, cookie));
    }

    // It shows the page only to who was sent there by an app.
    private static async Task<(string Path, string Cookie)> SignInPageAsync(Uri address)
    {
        var query = $"client_id={Identity.Protocol.Ulid.Encode(Rehearsal.ClientId)}&response_type=code&scope=openid&redirect_uri={Uri.EscapeDataString(Rehearsal.RedirectUri)}"
            + $"&code_challenge={Rehearsal.Challenge}&code_challenge_method=S256";
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "authorize?" + query));
        using var response = await http.SendAsync(request, CancellationToken.None);
        return response.StatusCode == HttpStatusCode.SeeOther
            ? (new Uri(address, response.Headers.Location!).PathAndQuery, string.Join("; ", response.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0])))
            : throw new InvalidOperationException($"{Name} does not send people to its sign-in page: {response.StatusCode}");
    }
}
