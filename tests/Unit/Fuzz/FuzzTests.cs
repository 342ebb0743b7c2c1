using System.Globalization;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Fuzz;

/// <summary>Requests to every endpoint that nobody would send who means well. <see cref="Dice.SeedVariable"/> chooses others than the usual ones.</summary>
public sealed class FuzzTests
{
    /// <summary>How many requests share a world before there is a new one.</summary>
    private const int WorldLength = 100;

    private const int MostShrinking = 60;

    /// <summary>How many different failures one run tells of.</summary>
    private const int MostReports = 5;

    [Theory]
    [InlineData(3000, false, "/")]
    [InlineData(300, true, "/")]
    [InlineData(1200, false, "/oauth2/")] // where credentials and proofs of keys are given
    [InlineData(600, false, "/_matrix/")] // where programs send what people type
    public async Task No_request_gets_more_than_a_refusal(int count, bool limited, string below)
    {
        await using var site = await FuzzSite.StartAsync(limited);
        var generator = new FuzzGenerator([.. site.Endpoints.Where(endpoint => endpoint.Pattern.StartsWith(below, StringComparison.Ordinal))]);
        var reports = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var number = 0; number < count; number++)
        {
            if (number % WorldLength == 0 && !limited && number > 0)
            {
                await site.BeginAsync();
            }

            var request = generator.Next(Dice.Of(Dice.Seed, number));
            if (reports.Count < MostReports && await site.TryAsync(request) is { } complaint && !reports.ContainsKey(complaint))
            {
                reports[complaint] = await ReportAsync(site, number, request, complaint);
            }
        }

        Assert.True(reports.Count == 0, string.Join('\n', reports.Values));
    }

    [Fact]
    public async Task Every_endpoint_that_takes_something_has_a_good_request_to_begin_with()
    {
        await using var site = await FuzzSite.StartAsync(limited: true);

        var missing = site.Endpoints.Where(endpoint => !IsTheFrameworks(endpoint) && endpoint.Examples.Count == 0 && (endpoint.Method != "GET" || endpoint.RouteParameters.Count > 0));

        Assert.Empty(missing.Select(endpoint => endpoint.Route)); // put one into FuzzGrammar.Examples
        Assert.Empty(site.Endpoints.Where(endpoint => !IsTheFrameworks(endpoint)).SelectMany(endpoint => endpoint.RouteParameters).Except(FuzzGrammar.RouteValues.Keys));
    }

    [Fact]
    public async Task Every_good_request_is_to_an_endpoint_that_there_is()
    {
        await using var site = await FuzzSite.StartAsync(limited: true);

        Assert.Empty(FuzzGrammar.Examples.Select(example => example.Route).Except(site.Endpoints.Select(endpoint => endpoint.Route)));
    }

    // Circuits and files; they get what others take.
    private static bool IsTheFrameworks(FuzzEndpoint endpoint) =>
        endpoint.IsFile || endpoint.Pattern.StartsWith("/_", StringComparison.Ordinal);

    private static async Task<string> ReportAsync(FuzzSite site, int number, FuzzRequest request, string complaint)
    {
        var (smallest, found) = await ShrinkAsync(site, request);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{found ?? complaint}\n{Dice.SeedVariable}={Dice.Seed}, request {number}{(found is null ? ", and only after those before it" : "")}:\n{smallest}");
    }

    /// <summary>The smallest request that still fails, in a new world each time; and why. Nothing if not even the request itself fails there.</summary>
    private static async Task<(FuzzRequest Request, string? Complaint)> ShrinkAsync(FuzzSite site, FuzzRequest request)
    {
        var complaint = await FailsAnewAsync(site, request);
        var tries = 0;
        for (var found = complaint is not null; found && tries < MostShrinking;)
        {
            found = false;
            foreach (var smaller in request.Smaller())
            {
                tries++;
                if (await FailsAnewAsync(site, smaller) is { } again)
                {
                    (request, complaint, found) = (smaller, again, true);
                    break;
                }
            }
        }

        return (request, complaint);
    }

    private static async Task<string?> FailsAnewAsync(FuzzSite site, FuzzRequest request)
    {
        await site.BeginAsync();
        return await site.TryAsync(request);
    }
}
