using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

namespace Portal.Tests.E2E.Support;

/// <summary>Somebody's browser with the portal open. Whatever a browser or the server complains about in between fails the test at its end.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly int _earlierErrors;
    private bool _toleratesOutage;
    private bool _toleratesFailures;

    private Visit(Stage stage, PortalServer portal, IBrowserContext context, IPage page)
    {
        (Stage, Portal, _context, Page) = (stage, portal, context, page);
        _earlierErrors = portal.Errors.Count;
        context.Console += (_, message) => Listen(message);
        context.WebError += (_, error) => Judge(error.Error);
        context.Response += (_, response) => Judge(response);
    }

    public Stage Stage { get; }

    public PortalServer Portal { get; }

    /// <summary>The first tab.</summary>
    public IPage Page { get; }

    public IBrowserContext Context => _context;

    public static async Task<Visit> BeginAsync(Stage stage, PortalServer portal, BrowserNewContextOptions? options, IBrowser? browser = null)
    {
        var context = await (browser ?? stage.Browser).NewContextAsync(options);
        return new Visit(stage, portal, context, await context.NewPageAsync());
    }

    /// <summary>Goes to a page of the portal.</summary>
    public Task<IResponse?> OpenAsync(string path) => Page.GotoAsync(Portal.Address + path);

    /// <summary>From here on the server may be away, and a browser may say so.</summary>
    public void TolerateOutage() => _toleratesOutage = true;

    /// <summary>From here on the server may fail, and say so.</summary>
    public void TolerateFailures() => _toleratesFailures = true;

    // A circuit says so when its server is killed; nothing else may fail in a page.
    private void Judge(string error)
    {
        var isOutage = error.Contains("WebSocket closed", StringComparison.Ordinal) || error.Contains("Failed to complete negotiation", StringComparison.Ordinal);
        if (!_toleratesOutage || !isOutage)
        {
            _complaints.Enqueue(error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_complaints);
        Assert.True(_toleratesFailures || Portal.Errors.Count == _earlierErrors, Portal.Log);
    }

    private void Listen(IConsoleMessage message)
    {
        // A status is judged below, with its address; here it would only be said again.
        var isStatus = message.Text.StartsWith("Failed to load resource: the server responded", StringComparison.Ordinal);
        if (message.Type is "error" or "warning" && !isStatus && !_toleratesOutage)
        {
            _complaints.Enqueue($"{message.Type} on {message.Page?.Url}: {message.Text}");
        }
    }

    private void Judge(IResponse response)
    {
        if ((response.Status >= 500 && !_toleratesFailures) || (response.Status >= 400 && response.Request.ResourceType is "stylesheet" or "script" or "image" or "font"))
        {
            _complaints.Enqueue($"{response.Status} for {response.Request.Method} {response.Url}");
        }
    }
}
