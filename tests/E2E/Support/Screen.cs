using Microsoft.Playwright;

namespace Portal.Tests.E2E.Support;

/// <summary>A page in one of its states, and the way there.</summary>
/// <param name="Name">As in the file names of the screenshots.</param>
internal sealed record Screen(string Name, Func<Visit, Task> ShowAsync)
{
    /// <summary>Whether the portal's scripts run.</summary>
    public bool Scripts { get; init; } = true;

    /// <summary>What an installation is configured with, which screens with equal settings share; empty, it has one of its own. Without, that of all tests serves.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    /// <summary>Whether the portal breaks on purpose.</summary>
    public bool Fails { get; init; }

    /// <summary>Whether nobody else may see the installation, before or afterwards.</summary>
    public bool IsAlone => Settings is { Count: 0 };

    /// <summary>Whether only its words are other than those of a screen before it: pictured, and not tested again.</summary>
    public bool IsLikeAnother { get; init; }

    /// <summary>The same page where no script of ours runs.</summary>
    public Screen WithoutScripts() => this with { Name = Name + "-without-scripts", Scripts = false };

    /// <summary>Keeps the portal's scripts from a browser that can still run others: axe is one.</summary>
    public static Task BlockScriptsAsync(IBrowserContext context) =>
        context.RouteAsync("**/*.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = "" }));

    /// <summary>Shows what a page keeps for browsers without scripts.</summary>
    public static Task OpenNoScriptAsync(IPage page) =>
        page.EvaluateAsync("() => { for (const part of document.querySelectorAll('noscript')) part.outerHTML = part.textContent; }");

    public override string ToString() => Name;
}
