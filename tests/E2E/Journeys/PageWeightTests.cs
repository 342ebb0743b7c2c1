using Portal.Tests.E2E.Support;
using Xunit;

namespace Portal.Tests.E2E.Journeys;

/// <summary>The first pages that somebody sees are small: they open on a bad line too.</summary>
public sealed class PageWeightTests(Stage stage)
{
    private const int MaxBytes = 30 * 1024;
    private const int MaxRequests = 6;

    [Theory]
    [InlineData("/login")]
    [InlineData("/register/password")]
    public async Task A_first_visit_takes_little(string path)
    {
        await using var visit = await stage.VisitAsync();
        var requests = new List<Microsoft.Playwright.IRequest>();
        visit.Context.RequestFinished += (_, request) => requests.Add(request);

        await visit.Page.GotoAsync(visit.Portal.Address + path, new() { WaitUntil = Microsoft.Playwright.WaitUntilState.NetworkIdle });

        var sizes = await Task.WhenAll(requests.Select(request => request.SizesAsync()));
        var weights = string.Join(", ", requests.Zip(sizes, (request, size) => $"{new Uri(request.Url).AbsolutePath} {size.ResponseBodySize + size.ResponseHeadersSize}"));
        Assert.True(sizes.Sum(size => size.ResponseBodySize + size.ResponseHeadersSize) <= MaxBytes, weights);
        Assert.True(requests.Count <= MaxRequests, weights);
        Assert.NotEmpty(requests);
    }
}
