using Portal.Bench.Measure;

const int Starts = 5;
const string Secret = "bench-homeserver-secret";
var settings = Settings.Read(args);
switch (settings.Plan)
{
    case "peer":
        await PeerPlan.RunAsync(settings);
        return;
    case "growth":
        await GrowthPlan.RunAsync(settings);
        return;
    case "enumeration":
        await EnumerationPlan.RunAsync(settings);
        return;
    case "homeserver":
        await HomeserverPlan.RunAsync(settings);
        return;
}

var program = Path.Combine(settings.Portal, "Portal");
var data = Path.Combine(settings.Work, "data");

Console.WriteLine("== Starting");
StartFigures firstStart;
await using (var first = await StartPortalAsync(data))
{
    firstStart = StartFigures.Of(first);
}

var seed = await new Seeding(data, settings).FillAsync();
var quietData = CopyFolder(data, data + "-quiet");
var (starts, bareStarts) = (new List<StartFigures>(), new List<StartFigures>());
for (var number = 0; number < Starts; number++)
{
    await using (var again = await StartPortalAsync(data))
    {
        starts.Add(StartFigures.Of(again));
    }

    await using var bareAgain = await StartBareAsync();
    bareStarts.Add(StartFigures.Of(bareAgain));
}

await using var portal = await StartPortalAsync(data);
await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
var report = new Report(settings, seed)
{
    FirstStart = firstStart,
    Starts = starts,
    BareStarts = bareStarts,
    IdleMegabytes = portal.ResidentMegabytes,
    SignInPage = await PageWeight.OfAsync(new Uri(portal.Address, "login")),
};
await using var quiet = await StartPortalAsync(quietData, ("Logging__LogLevel__Default", "Warning"));
await using var bare = await StartBareAsync();
report.BareMegabytes = bare.ResidentMegabytes;

Console.WriteLine("== Warming up");
using var introspection = new Introspection(portal.Address, "Bearer " + Secret);
using var quietIntrospection = new Introspection(quiet.Address, "Bearer " + Secret);
await introspection.RequireAllActiveAsync(seed.Tokens);
await quietIntrospection.RequireAllActiveAsync(seed.Tokens);
var loginFile = Path.Combine(settings.Work, "login-path");
await File.WriteAllLinesAsync(loginFile, ["/login"]);
var wrk = new Wrk(settings);
for (var round = 0; round < Seed.WarmUpRounds; round++)
{
    await RunRoundAsync(round, (_, _) => { });
}

for (var round = 1; round <= settings.Rounds; round++)
{
    Console.WriteLine($"== Round {round} of {settings.Rounds}");
    await RunRoundAsync(Seed.WarmUpRounds + round - 1, report.Add);
}

report.LoadedMegabytes = portal.ResidentMegabytes;
await introspection.RequireAllActiveAsync(seed.Tokens);
await introspection.RequireInactiveAfterRevocationAsync(seed.Tokens[0]);
Console.WriteLine();
Console.WriteLine(report.ToTable());
await File.WriteAllTextAsync(settings.Output, report.ToJson());

// One after the other, the yardstick in the middle: what else the machine does hits all of them alike.
async Task RunRoundAsync(int slice, Action<string, LoadResult> note)
{
    note(Loads.Introspection, await wrk.RunAsync(portal.Address, "introspect.lua", settings.Seconds, seed.TokenFile, "Bearer " + Secret));
    note(Loads.Bare, await wrk.RunAsync(bare.Address, "get.lua", settings.Seconds, seed.BarePathFile));
    note(Loads.Introspection + Loads.Quiet, await wrk.RunAsync(quiet.Address, "introspect.lua", settings.Seconds, seed.TokenFile, "Bearer " + Secret));
    note(Loads.SignInPage, await wrk.RunAsync(portal.Address, "get.lua", settings.Seconds, loginFile));
    note(Loads.SignInPage + Loads.Quiet, await wrk.RunAsync(quiet.Address, "get.lua", settings.Seconds, loginFile));
    note(Loads.Refresh, await wrk.RunAsync(portal.Address, "refresh.lua", settings.Seconds, seed.RefreshFiles[slice], seed.ClientId));
    note(Loads.Refresh + Loads.Quiet, await wrk.RunAsync(quiet.Address, "refresh.lua", settings.Seconds, seed.RefreshFiles[slice], seed.ClientId));
}

Task<ServerProcess> StartBareAsync() => ServerProcess.StartAsync(
    Path.Combine(settings.Bare, "Portal.Bench.Bare"), File.ReadLines(seed.BarePathFile).First()[1..], new Dictionary<string, string>(StringComparer.Ordinal),
    Path.Combine(settings.Work, "bare.log"), seed.BareDatabase);

Task<ServerProcess> StartPortalAsync(string folder, params (string Key, string Value)[] more)
{
    var environment = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["Portal__DataDirectory"] = folder,
        ["Portal__Matrix__ServerName"] = "bench.example",
        ["Portal__Matrix__Secret"] = Secret,
        ["Portal__Account__PasswordRegistrationEnabled"] = "true",
        ["Portal__Account__PasswordRegistrationEmailRequired"] = "false",
    };
    foreach (var (key, value) in more)
    {
        environment[key] = value;
    }

    return ServerProcess.StartAsync(program, "login", environment, folder + ".log");
}

static string CopyFolder(string from, string to)
{
    Directory.CreateDirectory(to);
    foreach (var file in Directory.EnumerateFiles(from))
    {
        File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }

    return to;
}
