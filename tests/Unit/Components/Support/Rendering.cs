using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Portal.Tests.Unit.Components.Support;

/// <summary>Renders a component as a static page would, and reads the markup back as a browser would.</summary>
internal static class Rendering
{
    public static async Task<string> HtmlAsync(Type component, IReadOnlyDictionary<string, object?> parameters)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var view = ParameterView.FromDictionary(new Dictionary<string, object?>(parameters));
        return await renderer.Dispatcher.InvokeAsync(
            async () => (await renderer.RenderComponentAsync(component, view)).ToHtmlString());
    }

    public static async Task<IElement> RenderAsync<TComponent>(params (string Name, object? Value)[] parameters)
        where TComponent : IComponent =>
        Parse(await HtmlAsync(typeof(TComponent), parameters.ToDictionary(one => one.Name, one => one.Value)));

    public static IElement Parse(string html) => new HtmlParser().ParseDocument(html).Body!;

    /// <summary>Text as a fragment; encoded like any text.</summary>
    public static RenderFragment Text(string text) => builder => builder.AddContent(0, text);

    /// <summary>A component as a fragment.</summary>
    public static RenderFragment Of<TComponent>(params (string Name, object? Value)[] parameters)
        where TComponent : IComponent => builder =>
    {
        builder.OpenComponent<TComponent>(0);
        builder.AddMultipleAttributes(1, parameters.Select(one => new KeyValuePair<string, object>(one.Name, one.Value!)));
        builder.CloseComponent();
    };

    /// <summary>The one element that the selector finds.</summary>
    public static IElement Only(this IElement root, string selector) => Assert.Single(root.QuerySelectorAll(selector));

    /// <summary>The elements that describe this one to a screen reader, in order.</summary>
    public static IReadOnlyList<IElement> Descriptions(this IElement root, IElement described) =>
        [.. (described.GetAttribute("aria-describedby") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => root.Only("#" + id))];

    /// <summary>What is read, with runs of white space as one.</summary>
    public static string Words(this IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
