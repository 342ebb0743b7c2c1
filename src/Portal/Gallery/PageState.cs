using Microsoft.AspNetCore.Components;
using Portal.Pages;

namespace Portal.Gallery;

/// <summary>A page in one of its states.</summary>
/// <param name="Show">Draws it with what is made up.</param>
internal sealed record PageState(string Id, string Title, Type Component, Func<HttpContext, Sample, IResult> Show) : GalleryState(Id, Title, Component)
{
    public const string Folder = "/gallery/pages/";

    /// <summary>Where the page believes to be: it marks the place in the rail.</summary>
    public string At { get; init; } = "/";

    public override string Path => Folder + Id;

    /// <param name="parameters">What an endpoint would hand to the page.</param>
    public static PageState Of<TPage>(string id, string title, Func<Sample, object> parameters)
        where TPage : IComponent => new(id, title, typeof(TPage), (context, sample) => PageResult.Of<TPage>(context, parameters(sample)));

    /// <summary>A page that says one thing.</summary>
    public static PageState Says(string id, string title, Func<Sample, Message> message) => Of<MessagePage>(id, title, sample => new { sample.Page, Message = message(sample) });
}
