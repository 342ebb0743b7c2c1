using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Portal.Pages.Errors;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Pages that a portal in order never shows.</summary>
public sealed class ErrorPageTests(SharedPortal shared) : PortalTest(shared)
{
    [Theory]
    [InlineData("GET", 500, "Something went wrong on our side", "/account/sessions?a=b&c=d", "Try again")]
    [InlineData("POST", 500, "Something went wrong on our side", "/", "Go to your account")]
    [InlineData("GET", 503, "We will be back in a moment", "/account/sessions?a=b&c=d", "Try again")]
    [InlineData("GET", 502, "Something went wrong on our side", "/account/sessions?a=b&c=d", "Try again")]
    [InlineData("GET", 404, "There is no such page", "/", "Go to your account")]
    public async Task Say_what_happened_and_one_way_on(string method, int status, string heading, string href, string action)
    {
        await using var scope = Site.Services.CreateAsyncScope();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext
        {
            RequestServices = scope.ServiceProvider,
            Request = { Method = method, Scheme = "https", Host = new HostString("auth.example"), Path = "/account/sessions", QueryString = new QueryString("?a=b&c=d") },
            Response = { Body = body },
        };

        await ErrorPages.Page(context, status).ExecuteAsync(context);

        Assert.Equal(status, context.Response.StatusCode);
        body.Position = 0;
        var page = await new HtmlParser().ParseDocumentAsync(body, TestContext.Current.CancellationToken);
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(heading, Assert.Single(page.QuerySelectorAll("main h1")).TextContent);
        var link = Assert.Single(page.QuerySelectorAll("main a"));
        Assert.Equal((href, action), (link.GetAttribute("href"), link.TextContent.Trim()));
        Assert.Equal(status >= 500 ? 1 : 0, page.QuerySelectorAll(".reference").Length);
    }
}
