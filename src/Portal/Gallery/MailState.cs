using Microsoft.AspNetCore.Components;
using Portal.Mail;

namespace Portal.Gallery;

/// <summary>A mail in one of its states.</summary>
/// <param name="Content">What it says.</param>
internal sealed record MailState(string Id, string Title, Type Component, Func<Sample, MailContent> Content) : GalleryState(Id, Title, Component)
{
    public const string Folder = "/gallery/mails/";

    public override string Path => Folder + Id;

    public static MailState Of<TBody>(string id, string title, Func<Sample, MailContent> content)
        where TBody : IComponent => new(id, title, typeof(TBody), content);
}
