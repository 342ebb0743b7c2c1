using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Portal.Tests.E2E.Support;

/// <summary>A web page of somebody else, on another site than the portal, that signs people in with the library <c>oidc-client-ts</c>, unmodified.</summary>
internal sealed class ClientPage : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ClientPage(WebApplication app) => _app = app;

    /// <summary>Without a slash at the end. The portal is <c>localhost</c>: a browser takes the two for different sites.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public string Host => new Uri(Address).Authority;

    public static async Task<ClientPage> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/", () => SourceFile("client.html", "text/html"));
        app.MapGet("/client.js", () => SourceFile("client.js", "text/javascript"));
        app.MapGet("/silent", () => SourceFile("silent.html", "text/html"));
        app.MapGet("/silent.js", () => SourceFile("silent.js", "text/javascript"));
        app.MapGet("/oidc-client-ts.js", () => Results.File(
            Path.Combine(Repository.Root, "tests/E2E/node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js"), "text/javascript"));
        app.MapPost("/callback", (IFormCollection answer) => Results.Content($"<!DOCTYPE html><html lang=en><title>App</title><h1>Posted to the app</h1><p>{answer["state"]}", "text/html")).DisableAntiforgery();
        app.MapGet("/callback", () => Results.Content("<!DOCTYPE html><html lang=en><title>App</title><h1>Back in the app</h1>", "text/html"));
        app.MapGet("/favicon.ico", () => Results.NoContent());
        await app.StartAsync();
        return new ClientPage(app);
    }

    /// <summary>The page, set to use the portal.</summary>
    public string For(PortalServer portal) => $"{Address}/?authority={Uri.EscapeDataString(portal.Address + "/")}";

    /// <summary>The same page at another name of the machine: that of the portal, so that the two are one site, though two origins.</summary>
    public string OnTheSiteOf(PortalServer portal) => For(portal).Replace("//127.0.0.1:", "//localhost:", StringComparison.Ordinal);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IResult SourceFile(string name, string contentType) =>
        Results.File(Path.Combine(Repository.Root, "tests/E2E/Support/Client", name), contentType);
}
