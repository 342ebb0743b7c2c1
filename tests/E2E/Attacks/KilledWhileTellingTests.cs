using Microsoft.Playwright;
using Portal.Tests.E2E.Support;
using Portal.Tests.FakeHomeserver.Faults;
using Xunit;

namespace Portal.Tests.E2E.Attacks;

/// <summary>The portal is killed between any two steps of telling the homeserver something, and started again: afterwards both have the same.</summary>
/// <remarks>It writes down how many messages, kills and further tries there were (docs/operators/synapse.md, "When the homeserver is away").</remarks>
public sealed class KilledWhileTellingTests(Stage stage)
{
    private static readonly string[] Calls = ["provision_user", "upsert_device", "sync_devices"];

    private enum Moment
    {
        /// <summary>The homeserver has answered, and the portal has stored that it has.</summary>
        Stored,

        /// <summary>The request is under way, and has no effect.</summary>
        Asked,

        /// <summary>The request has had its effect; nobody hears of it.</summary>
        Done,
    }

    /// <summary>At each moment one person registers, one signs an app in, and one signs an app out; the first is the second of the next moment, and the second the third.</summary>
    [Fact]
    public async Task Whoever_registers_signs_an_app_in_and_out_is_at_the_homeserver_what_they_are_here()
    {
        await using var portal = await PortalServer.StartAsync(Engine.Sqlite, [.. PortalServer.WithHomeserver]);
        var people = new List<Somebody> { await RegisterAsync(portal), await RegisterAsync(portal) };
        await people[0].ConsentAsync();
        await people[0].ExchangeAsync();
        await people[1].ConsentAsync();
        var kills = 0;
        foreach (var moment in Enum.GetValues<Moment>())
        {
            await portal.MakeAllDueAsync();
            await portal.SeeAllMailedAsync();
            var earlier = await portal.Homeserver.RequestsAsync();
            foreach (var call in Calls.Where(_ => moment != Moment.Stored))
            {
                await portal.Homeserver.AddFaultAsync(new Fault(FaultKind.Hang) { Endpoint = call, IsAfterTheDeed = moment == Moment.Done, Times = 1 });
            }

            var (signsIn, signsOut) = (people[^1], people[^2]);
            people.Add(await RegisterAsync(portal));
            await WaitAsync("provision_user");
            var exchange = signsIn.ExchangeAsync();
            await WaitAsync("upsert_device");
            await signsOut.SignOutAsync();
            await WaitAsync("sync_devices");
            if (moment == Moment.Stored)
            {
                await exchange;
                await portal.SeeAllMailedAsync();
            }

            portal.Kill();
            kills++;
            await Record.ExceptionAsync(() => exchange); // an app that waited for its answer waits no more
            await portal.StartAsync();
            if (moment != Moment.Stored)
            {
                await signsIn.ExchangeAsync(); // nothing was used up
            }

            await people[^1].ConsentAsync();

            Task WaitAsync(string call) => portal.Homeserver.WaitForAsync(call, earlier.Count(request => request.Endpoint == call) + 1);
        }

        await portal.MakeAllDueAsync();
        await portal.SeeHomeserverEqualAsync();
        var (users, requests) = (await portal.Homeserver.UsersAsync(), await portal.Homeserver.RequestsAsync());
        Assert.Equal(people.Count, users.Count);
        Assert.All(users, user => Assert.Equal(1, user.EmailChanges)); // told twice, and never to another effect
        Assert.Equal(0, await portal.Data.CountAsync("outbox WHERE failed_at IS NOT NULL"));
        var messages = await portal.Data.CountAsync("outbox WHERE subject_id IS NOT NULL");
        TestContext.Current.TestOutputHelper?.WriteLine($"{messages} messages, {kills} kills, {requests.Count(request => request.Endpoint is "provision_user" or "sync_devices") - messages} further tries");
        foreach (var person in people)
        {
            await person.DisposeAsync();
        }
    }

    private async Task<Somebody> RegisterAsync(PortalServer portal)
    {
        var visit = await stage.VisitAsync(portal);
        visit.TolerateOutage();
        visit.TolerateFailures();
        await visit.BecomeSomebodyAsync();
        var app = await App.RegisterAsync(visit);
        await visit.Page.GotoAsync("about:blank"); // nobody looks on while it is killed
        return new Somebody(visit, app);
    }

    /// <summary>A person with an app.</summary>
    private sealed class Somebody(Visit visit, App app) : IAsyncDisposable
    {
        private string _answer = "";

        /// <summary>Lets the app in; it has its code then.</summary>
        public async Task ConsentAsync()
        {
            await visit.OpenAsync(app.Request());
            await visit.Page.AnswerAsync("Allow");
            await visit.Page.SeeAsync("Back in the app");
            _answer = visit.Page.Url;
        }

        public Task ExchangeAsync() => app.ExchangeAsync(_answer);

        public async Task SignOutAsync()
        {
            await visit.OpenAsync("/account/sessions");
            await visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Test app" }).SignOutAsync();
            await visit.Page.SeeNoticeAsync("is signed out.");
            await visit.Page.GotoAsync("about:blank");
        }

        public ValueTask DisposeAsync() => visit.DisposeAsync();
    }
}
