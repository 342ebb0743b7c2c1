using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Components;

namespace Portal.Layout;

/// <summary>The operator's logo, <c>wwwroot/theme/logo.svg</c>, drawn inline so that it takes the colour of the text.</summary>
internal sealed class LogoFile(IWebHostEnvironment environment)
{
    private readonly Lazy<MarkupString> _markup = new(() => Read(environment));

    public MarkupString Markup => _markup.Value;

    private static MarkupString Read(IWebHostEnvironment environment)
    {
        var file = environment.WebRootFileProvider.GetFileInfo("theme/logo.svg");
        if (!file.Exists)
        {
            return default;
        }

        using var stream = file.CreateReadStream();
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true });
        var svg = XElement.Load(reader);
        svg.SetAttributeValue("aria-hidden", "true");
        return new MarkupString(svg.ToString(SaveOptions.DisableFormatting));
    }
}
