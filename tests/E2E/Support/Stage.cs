using System.Collections;
using Microsoft.Playwright;
using Portal.Tests.E2E.Support;
using Xunit;

// One test after the other, but for classes that name a collection and have a stage of their own: as many of these go on beside it as there are processors.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
[assembly: AssemblyFixture(typeof(Stage))]

namespace Portal.Tests.E2E.Support;

/// <summary>What tests share that come one after the other: one browser, one client page, and an installation for each database engine. People share nothing.</summary>
public sealed class Stage : IAsyncLifetime
{
    private const float Patience = 20_000; // milliseconds; the build server may be busy

    private readonly Dictionary<Engine, PortalServer> _portals = [];
    private IPlaywright? _playwright;
    private IBrowser? _plainBrowser;
    private ClientPage? _client;
    private (string Settings, PortalServer Server)? _configured;

    internal IBrowser Browser { get; private set; } = null!;

    internal ClientPage Client => _client!;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        Browser = await LaunchAsync();
        _client = await ClientPage.StartAsync();
    }

    /// <summary>The shared installation.</summary>
    internal async Task<PortalServer> PortalAsync(Engine engine = Engine.Sqlite)
    {
        if (!_portals.TryGetValue(engine, out var portal))
        {
            portal = _portals[engine] = await PortalServer.StartAsync(engine);
        }

        return portal;
    }

    /// <summary>An installation that is configured so; the same as before if it was asked for just now, so ask for equal ones one after the other.</summary>
    internal async Task<PortalServer> PortalAsync(IReadOnlyDictionary<string, string> settings)
    {
        var text = TextOf(settings);
        if (_configured is not { } configured || configured.Settings != text)
        {
            await EndConfiguredAsync();
            _configured = configured = (text, await PortalServer.StartAsync(Engine.Sqlite, [.. settings]));
        }

        return configured.Server;
    }

    /// <summary>The same for equal settings.</summary>
    internal static string TextOf(IReadOnlyDictionary<string, string>? settings) =>
        string.Join('\n', (settings ?? new Dictionary<string, string>(StringComparer.Ordinal)).OrderBy(setting => setting.Key, StringComparer.Ordinal));

    /// <param name="environment">What else it is started with.</param>
    private Task<IBrowser> LaunchAsync(Dictionary<string, string>? environment = null, params string[] arguments) => _playwright!.Chromium.LaunchAsync(new()
    {
        ExecutablePath = "/usr/bin/chromium",
        Headless = true,
        Env = environment is null ? null : Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(pair => KeyValuePair.Create((string)pair.Key, (string)pair.Value!)).Concat(environment),
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", .. arguments,
        ],
    });

    private async Task EndConfiguredAsync()
    {
        if (_configured is { } configured)
        {
            _configured = null;
            await configured.Server.DisposeAsync();
        }
    }

    /// <summary>A browser in which a page looks the same on every machine: it has only the fonts that <c>./test</c> installs.</summary>
    internal async Task<Visit> VisitToPictureAsync(PortalServer portal)
    {
        _plainBrowser ??= await LaunchAsync(
            new(StringComparer.Ordinal) { ["FONTCONFIG_FILE"] = Path.Combine(Repository.Root, "tests", "E2E", "Support", "fonts.conf") },
            "--font-render-hinting=none", "--disable-lcd-text", "--force-device-scale-factor=1");
        return await Visit.BeginAsync(this, portal, new() { ReducedMotion = ReducedMotion.Reduce }, _plainBrowser);
    }

    /// <summary>A browser that nobody has used, opened at nothing yet.</summary>
    internal Task<Visit> VisitAsync(PortalServer portal, BrowserNewContextOptions? options = null) => Visit.BeginAsync(this, portal, options);

    internal async Task<Visit> VisitAsync(bool scripts = true) => await VisitAsync(await PortalAsync(), new() { JavaScriptEnabled = scripts });

    /// <summary>Asks as the homeserver does.</summary>
    internal async Task<string> IntrospectAsync(PortalServer portal, string token)
    {
        await using var homeserver = await _playwright!.APIRequest.NewContextAsync();
        var form = homeserver.CreateFormData().Set("token", token);
        var response = await homeserver.PostAsync(
            portal.Address + "/oauth2/introspect", new() { Form = form, Headers = [new("Authorization", "Bearer " + PortalServer.HomeserverSecret)] });
        return await response.TextAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        if (_plainBrowser is not null)
        {
            await _plainBrowser.DisposeAsync();
        }

        _playwright?.Dispose();
        await EndConfiguredAsync();
        foreach (var portal in _portals.Values)
        {
            await portal.DisposeAsync();
        }

        if (_client is not null)
        {
            await _client.DisposeAsync();
        }
    }
}
