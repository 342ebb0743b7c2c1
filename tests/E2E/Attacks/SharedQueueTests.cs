using System.Text.Json;
using Portal.Tests.E2E.Support;
using Portal.Tests.FakeHomeserver.Faults;
using Portal.Tests.FakeHomeserver.Journal;
using Xunit;

namespace Portal.Tests.E2E.Attacks;

/// <summary>Two processes on one database tell the homeserver what it must know; what came to it is the witness.</summary>
/// <remarks>Each test writes down how many messages, kills and further tries there were (docs/operators/synapse.md, "When the homeserver is away").</remarks>
public sealed class SharedQueueTests(Stage stage)
{
    private const int People = 100;
    private const int AtOnce = 10;
    private const int Ahead = 30;

    [Fact]
    public async Task Nothing_is_told_twice_and_what_a_killed_process_had_is_told_by_the_other()
    {
        await using var portal = await PortalServer.StartAsync(Engine.PostgreSql, [.. PortalServer.WithHomeserver]);
        await ArrangePeopleAsync(portal);
        var localhost = new UriBuilder(portal.Homeserver.Address) { Host = "localhost" }.Uri; // by which the worker's requests are known
        var worker = await portal.StartWorkerAsync(localhost);
        await portal.Homeserver.AddFaultAsync(new Fault(FaultKind.Delay) { Delay = TimeSpan.FromMilliseconds(20) }); // so that neither is through before the other looks
        await QueueAsync(portal, "provision-user");
        await portal.Homeserver.WaitForAsync("sync_devices", 1 + People); // the first is that of the original
        await portal.SeeHomeserverEqualAsync();
        await portal.Homeserver.ClearFaultsAsync();
        worker.Kill();
        await worker.WaitForExitAsync();
        var told = await TellingsAsync(portal);
        Assert.Equal((People, People), (told.Count(request => request.Endpoint == "provision_user"), told.Count(request => request.Endpoint == "sync_devices")));
        Assert.Equal(2 * People, told.Select(request => (request.Endpoint, NameIn(request))).Distinct().Count());
        var byWorker = told.Count(request => request.Headers["host"] == localhost.Authority);

        // Half of what the process has on its way has had its effect, half has not; and three times as many it has taken and not begun.
        await portal.Homeserver.AddFaultAsync(new Fault(FaultKind.Hang) { Times = AtOnce / 2 });
        await portal.Homeserver.AddFaultAsync(new Fault(FaultKind.Hang) { Times = AtOnce / 2, IsAfterTheDeed = true });
        var earlier = (await portal.Homeserver.RequestsAsync()).Count(request => request.Endpoint == "provision_user");
        await QueueAsync(portal, "provision-user"); // not the devices: of those, some people wait for others
        await portal.Homeserver.WaitForAsync("provision_user", earlier + AtOnce);
        portal.Kill();
        await portal.StartWorkerAsync(localhost);
        await portal.Homeserver.WaitForAsync("provision_user", earlier + People - Ahead);
        await SeeLeftAsync(portal, AtOnce + Ahead);
        await portal.PassLeasesAsync();
        await portal.Homeserver.WaitForAsync("provision_user", earlier + People + AtOnce);
        await portal.SeeHomeserverEqualAsync();

        var again = (await TellingsAsync(portal)).Skip(told.Count).Where(request => request.Endpoint == "provision_user").ToList();
        Assert.Equal(People + AtOnce, again.Count);
        Assert.Equal(AtOnce, again.CountBy(NameIn).Count(person => person.Value == 2));
        Assert.All(again.Take(AtOnce), request => Assert.NotEqual(localhost.Authority, request.Headers["host"]));
        Assert.All(again.Skip(AtOnce), request => Assert.Equal(localhost.Authority, request.Headers["host"]));
        TestContext.Current.TestOutputHelper?.WriteLine($"{4 * People} messages, of the first {2 * People} {byWorker} by the second process; 2 kills, {AtOnce} further tries");
    }

    /// <summary>Copies of somebody who registered in earnest.</summary>
    private async Task ArrangePeopleAsync(PortalServer portal)
    {
        await using var visit = await stage.VisitAsync(portal);
        var person = await visit.BecomeSomebodyAsync();
        await portal.SeeHomeserverEqualAsync();
        await portal.Data.CopyManyAsync("users", People, "user_name = @value", person.Username, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = "gen_random_uuid()",
            ["user_name"] = "'copy-' || number",
            ["normalized_user_name"] = "'COPY-' || number",
        });
        await portal.Data.CopyManyAsync("user_emails", People, "user_id = (SELECT id FROM users WHERE user_name = @value)", person.Username, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = "gen_random_uuid()",
            ["user_id"] = "(SELECT id FROM users WHERE user_name = 'copy-' || number)",
            ["address"] = "'copy-' || number || '@example.com'",
            ["normalized_address"] = "'copy-' || number || '@example.com'",
        });
    }

    private static Task QueueAsync(PortalServer portal, string kind) => portal.Data.ExecuteAsync(
        """
        INSERT INTO outbox (id, kind, payload, subject_id, created_at, due_at, attempts)
        SELECT gen_random_uuid(), @value, '{"UserId":"' || id || '","IsNew":false}', id, now(), now(), 0 FROM users WHERE user_name LIKE 'copy-%'
        """,
        kind);

    private static async Task SeeLeftAsync(PortalServer portal, int count)
    {
        while (await portal.Data.CountAsync("outbox WHERE completed_at IS NULL") > count)
        {
            await Task.Yield();
        }
    }

    /// <summary>What the homeserver was told of the copies.</summary>
    private static async Task<IReadOnlyList<RecordedRequest>> TellingsAsync(PortalServer portal) =>
        [.. (await portal.Homeserver.RequestsAsync()).Where(request => request.Method == "POST" && NameIn(request).StartsWith("copy-", StringComparison.Ordinal))];

    private static string NameIn(RecordedRequest request) => JsonElement.Parse(request.Body).GetProperty("localpart").GetString()!;
}
