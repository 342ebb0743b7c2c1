using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Sessions;
using Portal.Pages.Account.Sessions;
using Portal.Tests.Unit.Support;
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

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
