using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Portal.Theme;

/// <summary>A drawing that a theme brings. What can run, load or be taken for part of the page is refused; what editors keep for themselves is left out.</summary>
internal static partial class SvgFile
{
    private const double WidestLogo = 8;
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly XNamespace XLink = "http://www.w3.org/1999/xlink";

    private static readonly FrozenSet<string> Elements = FrozenSet.Create(
        StringComparer.Ordinal,
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "symbol", "use", "title", "desc");

    private static readonly FrozenSet<string> Attributes = FrozenSet.Create(
        StringComparer.Ordinal,
        "xmlns", "version", "id", "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "d", "points", "dx", "dy", "transform", "pathLength",
        "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "stroke-opacity",
        "opacity", "color", "clip-path", "clip-rule", "mask", "gradientUnits", "gradientTransform", "spreadMethod", "offset", "stop-color", "stop-opacity", "clipPathUnits", "maskUnits",
        "maskContentUnits", "patternUnits", "patternContentUnits", "patternTransform", "preserveAspectRatio", "vector-effect", "paint-order", "shape-rendering", "role", "aria-hidden", "focusable", "href");

    // What editors write for themselves, and nobody misses.
    private static readonly FrozenSet<string> Idle = FrozenSet.Create(StringComparer.Ordinal, "class", "enable-background", "overflow");

    /// <summary>A whole file, to be shown as an image.</summary>
    public static string? ReadImage(ReadOnlyMemory<byte> file, ThemeProblems problems) => Read(file, "", problems)?.ToString(SaveOptions.DisableFormatting);

    /// <summary>A logo, to stand in the page: it takes the colour of the text where it says <c>currentColor</c>, and its width from its height.</summary>
    /// <param name="prefix">Before its ids, which must not meet those of the page.</param>
    /// <param name="height">In pixels.</param>
    public static string? ReadLogo(ReadOnlyMemory<byte> file, string prefix, double height, ThemeProblems problems)
    {
        if (Read(file, prefix, problems) is not { } svg)
        {
            return null;
        }

        if (BoxOf(svg) is not ( > 0, > 0) box)
        {
            problems.Add("", "the drawing has no viewBox, such as viewBox=\"0 0 120 28\": nobody knows how wide it is.");
            return null;
        }

        var ratio = box.Width / box.Height;
        if (ratio is > WidestLogo or < 1 / WidestLogo)
        {
            problems.Add("", string.Create(CultureInfo.InvariantCulture, $"the logo is {ratio:0.#} times as wide as high; from {1 / WidestLogo:0.###} to {WidestLogo} fits beside a name."));
            return null;
        }

        svg.SetAttributeValue("width", (ratio * height).ToString("0.##", CultureInfo.InvariantCulture));
        svg.SetAttributeValue("height", height.ToString("0.##", CultureInfo.InvariantCulture));
        svg.SetAttributeValue("aria-hidden", "true");
        return svg.ToString(SaveOptions.DisableFormatting);
    }

    private static XElement? Read(ReadOnlyMemory<byte> file, string prefix, ThemeProblems problems)
    {
        try
        {
            using var stream = new MemoryStream(file.ToArray());
            using var reader = XmlReader.Create(stream, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                IgnoreWhitespace = true,
                MaxCharactersInDocument = ThemeLimits.Svg,
            });
            var svg = XElement.Load(reader);
            if (svg.Name != Svg + "svg")
            {
                problems.Add("", "this is no SVG; it begins with <svg xmlns=\"http://www.w3.org/2000/svg\" …>.");
                return null;
            }

            return IsHarmless(svg, prefix, problems) ? svg : null;
        }
        catch (XmlException exception)
        {
            problems.Add(exception.LineNumber > 0 ? $"line {exception.LineNumber}" : "", exception.Message.Contains("DTD", StringComparison.Ordinal)
                ? "a DOCTYPE is not allowed; remove it."
                : $"this is no XML ({TokenFile.FirstSentence(exception.Message)}).");
            return null;
        }
    }

    private static bool IsHarmless(XElement svg, string prefix, ThemeProblems problems)
    {
        // Of an editor: other namespaces, and the metadata that holds them.
        svg.Descendants().Where(element => element.Name.Namespace != Svg && !IsKnownDanger(element) || element.Name == Svg + "metadata").Remove();
        var isHarmless = true;
        foreach (var element in svg.DescendantsAndSelf())
        {
            if (element.Name.Namespace != Svg || !Elements.Contains(element.Name.LocalName))
            {
                problems.Add($"<{element.Name.LocalName}>", Danger(element.Name.LocalName));
                isHarmless = false;
                continue;
            }

            foreach (var attribute in element.Attributes().ToList())
            {
                isHarmless &= Check(element, attribute, prefix, problems);
            }
        }

        return isHarmless;
    }

    // In no namespace, or in that of pages: a browser could make something of it.
    private static bool IsKnownDanger(XElement element) => element.Name.Namespace == XNamespace.None || element.Name.NamespaceName == "http://www.w3.org/1999/xhtml";

    private static string Danger(string name) => name switch
    {
        "script" => "a drawing cannot have a script.",
        "style" => "styles inside a drawing are not read; write colours as attributes (in most editors: \"presentation attributes\").",
        "image" or "feImage" => "a drawing cannot load another picture; draw it with paths.",
        "text" or "tspan" => "letters depend on fonts that others do not have; turn them into paths.",
        "animate" or "set" or "animateTransform" or "animateMotion" => "a logo stands still.",
        _ => "this is not allowed in a drawing of a theme; paths, shapes, gradients, masks and clips are.",
    };

    private static bool Check(XElement element, XAttribute attribute, string prefix, ThemeProblems problems)
    {
        var name = attribute.Name.LocalName;
        var place = $"<{element.Name.LocalName} {name}>";
        var isReference = name == "href" && (attribute.Name.Namespace == XNamespace.None || attribute.Name.Namespace == XLink);
        if (isReference)
        {
            if (!LocalForm().IsMatch(attribute.Value))
            {
                problems.Add(place, "a drawing can point only at its own parts, such as href=\"#a\".");
                return false;
            }

            attribute.Value = "#" + prefix + attribute.Value[1..];
            return true;
        }

        if (attribute.IsNamespaceDeclaration ? attribute.Value != Svg.NamespaceName && attribute.Value != XLink.NamespaceName : attribute.Name.Namespace != XNamespace.None || Idle.Contains(name) || name.StartsWith("data-", StringComparison.Ordinal))
        {
            attribute.Remove();
            return true;
        }

        if (!attribute.IsNamespaceDeclaration && !Attributes.Contains(name))
        {
            problems.Add(place, name == "style"
                ? "styles inside a drawing are not read; write colours as attributes (in most editors: \"presentation attributes\")."
                : "this attribute is not allowed in a drawing of a theme.");
            return false;
        }

        if (name == "id")
        {
            attribute.Value = prefix + attribute.Value;
        }
        else if (attribute.Value.Contains("url", StringComparison.OrdinalIgnoreCase) || attribute.Value.Contains('\\'))
        {
            if (!LocalUrlForm().IsMatch(attribute.Value))
            {
                problems.Add(place, "a drawing can point only at its own parts, such as url(#a).");
                return false;
            }

            attribute.Value = attribute.Value.Replace("#", "#" + prefix, StringComparison.Ordinal);
        }

        return true;
    }

    private static (double Width, double Height)? BoxOf(XElement svg)
    {
        var numbers = ((string?)svg.Attribute("viewBox") ?? "").Split([' ', ',', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToArray();
        return numbers is [_, _, var width, var height] ? (width, height) : null;
    }

    [GeneratedRegex(@"^#[\w.-]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex LocalForm();

    [GeneratedRegex(@"^url\((#[\w.-]+|'#[\w.-]+'|""#[\w.-]+"")\)\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LocalUrlForm();
}
