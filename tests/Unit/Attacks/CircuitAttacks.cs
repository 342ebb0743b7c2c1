using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using Portal.Identity.Sessions;
using Portal.Pages.Account.Sessions;
using Portal.Tests.Unit.Support;
using Portal.Texts;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attempts on what the framework adds: circuits, and forms that nobody guards by hand. What needs a browser is in <c>tests/E2E/Journeys/SignedInListTests.cs</c>.</summary>
public sealed partial class CircuitAttacks(SharedPortal shared) : PortalTest(shared)
{
    private const string Negotiate = "_blazor/negotiate?negotiateVersion=1";

    [Fact]
    public async Task A80_Nobody_opens_a_circuit_who_is_not_signed_in()
    {
        Assert.Equal(HttpStatusCode.OK, (await (await SomebodyAsync()).PostAsync(Negotiate)).Status);

        var stranger = await Site.Browser().PostAsync(Negotiate);

        Assert.StartsWith("/login", stranger.Location, StringComparison.Ordinal);
        Assert.DoesNotContain("connectionId", stranger.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ended")]
    [InlineData("locked")]
    [InlineData("deleted")]
    public async Task A80_A_session_that_is_over_opens_none(string state)
    {
        var name = NewName();
        var user = await Site.PersonAsync(name);
        var browser = await Site.SignedInAsync(name);
        await Site.ChangeAsync(async database =>
        {
            var (row, session) = (await database.Users.SingleAsync(row => row.Id == user.Id), await database.BrowserSessions.SingleAsync(session => session.UserId == user.Id));
            switch (state)
            {
                case "locked":
                    row.Lock(ManualClock.Start);
                    break;
                case "deleted":
                    row.Deactivate(ManualClock.Start);
                    break;
                default:
                    session.TryFinish(ManualClock.Start);
                    break;
            }
        });

        var answer = await browser.PostAsync(Negotiate);

        Assert.StartsWith("/login", answer.Location, StringComparison.Ordinal);
        Assert.DoesNotContain("connectionId", answer.Text, StringComparison.Ordinal);
    }

    /// <summary>The parameters of a live part go through the browser: whose data it shows must come from elsewhere.</summary>
    [Fact]
    public void A80_A_live_part_takes_nobodys_word_for_who_they_are()
    {
        var parameters = typeof(SessionList).GetProperties().Where(property => property.GetCustomAttribute<ParameterAttribute>() is not null).ToList();

        Assert.NotEmpty(parameters);
        Assert.DoesNotContain(parameters, property => property.PropertyType == typeof(Guid) || property.PropertyType == typeof(Guid?) || property.PropertyType == typeof(SignedInPerson));
    }

    /// <summary>Whatever events are forged, for buttons that are shown or not: nothing that a live part listens to changes anything but what it shows.</summary>
    [Fact]
    public void A80_A_live_part_can_change_nothing()
    {
        Type[] harmless = [typeof(AuthenticationStateProvider), typeof(IServiceScopeFactory), typeof(SessionChanges), typeof(TextCatalog), typeof(TimeProvider), typeof(NavigationManager)];
        var source = File.ReadAllText(Path.Combine(Repository.Root, "src/Portal/Pages/Account/Sessions/SessionList.razor"));

        Assert.All(
            typeof(SessionList).GetProperties(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Where(property => property.GetCustomAttribute<InjectAttribute>() is not null),
            property => Assert.Contains(property.PropertyType, harmless));
        Assert.DoesNotContain(typeof(SessionList).GetMethods(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public), method => method.GetCustomAttribute<JSInvokableAttribute>() is not null);
        Assert.Equal(["AccountSessionList", "BrowserSessions", "DeviceLimit"], Services().Matches(source).Select(match => match.Groups["service"].Value).Distinct().Order());
        Assert.DoesNotContain("EndAsync", source, StringComparison.Ordinal);
    }

    /// <summary>No other component than the list is ever live, so that what holds for it holds for all.</summary>
    [Fact]
    public void A80_Only_the_list_of_sessions_is_live()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.razor", SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains("@rendermode", StringComparison.Ordinal)).ToList();

        var page = Assert.Single(pages);
        Assert.Equal("SessionsPage.razor", Path.GetFileName(page));
        Assert.Single(Live().Matches(File.ReadAllText(page)));
    }

    [Fact]
    public async Task A80_What_is_rendered_in_advance_is_its_owners_alone_and_kept_by_nobody()
    {
        var (name, other) = (NewName(), NewName());
        await Site.PersonAsync(name);
        await Site.PersonAsync(other);
        var (alice, mallory) = (await Site.SignedInAsync(name), await Site.SignedInAsync(other));

        var page = await mallory.GetAsync("account/sessions");
        var stranger = await Site.Browser().GetAsync("account/sessions");

        Assert.DoesNotContain(name, page.Text, StringComparison.Ordinal);
        Assert.Contains("no-store", page["Cache-Control"], StringComparison.Ordinal);
        Assert.StartsWith("/login", stranger.Location, StringComparison.Ordinal);
        Assert.DoesNotContain("Blazor:", stranger.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await alice.GetAsync("account/sessions")).Status);
    }

    /// <summary>Whoever breaks off one connection after another leaves no more behind than this, and sends no more at once.</summary>
    [Fact]
    public void A80_Broken_connections_leave_little_behind()
    {
        var (circuits, hub) = (Site.Services.GetRequiredService<IOptions<CircuitOptions>>().Value, Site.Services.GetRequiredService<IOptions<HubOptions>>().Value);

        Assert.InRange(circuits.DisconnectedCircuitMaxRetained, 0, 100);
        Assert.InRange(circuits.DisconnectedCircuitRetentionPeriod, TimeSpan.Zero, TimeSpan.FromMinutes(3));
        Assert.False(circuits.DetailedErrors);
        Assert.InRange(hub.MaximumReceiveMessageSize ?? long.MaxValue, 1, 32 * 1024);
    }

    [Fact]
    public async Task A80_No_form_of_ours_is_taken_without_its_token()
    {
        var browser = await SomebodyAsync();
        browser.Headers["Sec-Fetch-Site"] = "cross-site";
        var addresses = Site.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true && endpoint.Metadata.GetMetadata<MethodInfo>()?.DeclaringType?.Namespace?.StartsWith("Portal.Pages", StringComparison.Ordinal) == true)
            .Select(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(address => address != "end-session") // posted by apps, and asks before it does anything
            .Select(address => Place().Replace(address, "01ARZ3NDEKTSV4RRFFQ69G5FAV")).Distinct().ToList();

        Assert.True(addresses.Count > 30, "The endpoints cannot be read any more.");
        var answers = new List<(string Address, HttpStatusCode Status)>();
        foreach (var address in addresses)
        {
            answers.Add((address, (await browser.PostAsync(address)).Status));
        }

        Assert.All(answers, answer => Assert.Equal((answer.Address, HttpStatusCode.BadRequest), answer));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("account/")).Status);
    }

    [GeneratedRegex("GetRequiredService<(?<service>[A-Za-z]+)>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Services();

    [GeneratedRegex("@rendermode=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Live();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
