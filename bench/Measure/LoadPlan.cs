namespace Portal.Bench.Measure;

/// <summary>Runs loads against several servers, one after the other in every round, so that what else the machine does hits all of them alike.</summary>
internal sealed class LoadPlan(Settings settings, IReadOnlyList<Target> targets)
{
    private readonly Wrk _wrk = new(settings);

    public async Task<LoadTable> RunAsync(params IReadOnlyList<Load> loads)
    {
        var table = new LoadTable(settings);
        for (var slice = 0; slice < settings.Slices; slice++)
        {
            var round = slice - Seed.WarmUpRounds + 1;
            Console.WriteLine(round > 0 ? $"== Round {round} of {settings.Rounds}" : "== Warming up");
            foreach (var load in loads)
            {
                foreach (var target in targets)
                {
                    var result = await load.RunAsync(_wrk, settings.Seconds, target, slice);
                    if (round > 0)
                    {
                        table.Add(load.Name, target, result);
                    }
                }
            }
        }

        return table;
    }

    /// <summary>One thing that clients or people ask for.</summary>
    /// <param name="RunAsync">With the number of the round, of which each uses up its own codes and tokens.</param>
    internal sealed record Load(string Name, Func<Wrk, int, Target, int, Task<LoadResult>> RunAsync)
    {
        private static readonly string ClientId = Identity.Protocol.Ulid.Encode(Rehearsal.ClientId);

        public static Load ByHomeserver { get; } = new("introspection by the homeserver", (wrk, seconds, target, _) =>
            wrk.RunAsync(target.Address, "introspect.lua", seconds, target.Files.TokenFile, "Bearer " + Installation.HomeserverSecret));

        public static Load ByClient { get; } = new("introspection by a client", (wrk, seconds, target, _) =>
            wrk.RunAsync(target.Address, "introspect.lua", seconds, target.Files.TokenFile, Rehearsal.ServiceAuthorization));

        public static Load ClientCredentials { get; } = new("client credentials", (wrk, seconds, target, _) =>
            wrk.RunAsync(target.Address, "credentials.lua", seconds, Rehearsal.ServiceAuthorization));

        public static Load Exchange { get; } = new("authorization code", (wrk, seconds, target, slice) =>
            wrk.RunAsync(target.Address, "exchange.lua", seconds, target.Files.CodeFiles[slice], ClientId, Rehearsal.RedirectUri, Rehearsal.Verifier));

        public static Load Refresh { get; } = new("refresh", (wrk, seconds, target, slice) =>
            wrk.RunAsync(target.Address, "refresh.lua", seconds, target.Files.RefreshFiles[slice], ClientId));

        public static Load SignInPage { get; } = new("sign-in page", async (wrk, seconds, target, _) =>
        {
            var file = $"{target.Files.TokenFile}-sign-in";
            await File.WriteAllLinesAsync(file, [target.SignInPath]);
            return await (target.SignInCookie is { } cookie ? wrk.RunAsync(target.Address, "get.lua", seconds, file, cookie) : wrk.RunAsync(target.Address, "get.lua", seconds, file));
        });
    }
}
