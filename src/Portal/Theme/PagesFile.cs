using System.Text.Json;
using Portal.Components.Surfaces;
using Portal.Texts;

namespace Portal.Theme;

/// <summary>How the pages are arranged, as <c>pages.json</c> says.</summary>
/// <param name="Layout">Of the pages on which one signs in, registers, decides.</param>
/// <param name="ShowsName">Whether the name of the service stands beside the logo; if not, only a screen reader says it.</param>
/// <param name="Footer">Links before those of the installation.</param>
/// <param name="Methods">Ways to sign in, each once, the first one first; whether there is such a way at all is the installation's choice.</param>
internal sealed record PagesFile(AuthLayout Layout, bool ShowsName, IReadOnlyList<ThemeLink> Footer, IReadOnlyList<SignInMethod> Methods)
{
    public const int MaxLinks = 6;
    public const int LongestText = 60;
    public const int LongestAddress = 500;
    private static readonly string[] Members = ["$schema", "layout", "name", "footer", "methods"];
    private static readonly (string Name, AuthLayout Layout)[] Layouts = [("card", AuthLayout.Card), ("split", AuthLayout.Split), ("full", AuthLayout.Full)];
    private static readonly (string Name, SignInMethod Method)[] KnownMethods = [("password", SignInMethod.Password), ("passkey", SignInMethod.Passkey)];

    public static PagesFile Default { get; } = new(AuthLayout.Card, true, [], [.. KnownMethods.Select(known => known.Method)]);

    public static IEnumerable<string> LayoutNames => Layouts.Select(layout => layout.Name);

    /// <summary>In the order in which they stand where no theme says another.</summary>
    public static IEnumerable<string> MethodNames => KnownMethods.Select(known => known.Name);

    /// <summary>The way that the page leads to.</summary>
    public SignInMethod FirstMethod => Methods[0];

    public static PagesFile? Read(ReadOnlyMemory<byte> json, ThemeProblems problems)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            return Read(document.RootElement, problems);
        }
        catch (JsonException exception)
        {
            problems.Add(exception.LineNumber is { } line ? $"line {line + 1}" : "", $"this is no JSON ({TokenFile.FirstSentence(exception.Message)}).");
            return null;
        }
    }

    private static PagesFile? Read(JsonElement root, ThemeProblems problems)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            problems.Add("", "this is an object, such as { \"layout\": \"card\" }.");
            return null;
        }

        var isRead = true;
        var pages = Default;
        foreach (var member in root.EnumerateObject())
        {
            if (!Members.Contains(member.Name, StringComparer.Ordinal))
            {
                problems.Add(member.Name, $"there is no such setting.{Nearest.Hint(member.Name, Members)}");
                isRead = false;
            }
        }

        if (root.TryGetProperty("layout", out var layout))
        {
            var known = Array.FindIndex(Layouts, entry => layout.ValueKind == JsonValueKind.String && entry.Name == layout.GetString());
            isRead &= Require(known >= 0, "layout", $"this is one of {string.Join(", ", LayoutNames)}.", problems);
            pages = known >= 0 ? pages with { Layout = Layouts[known].Layout } : pages;
        }

        if (root.TryGetProperty("name", out var name))
        {
            isRead &= Require(name.ValueKind is JsonValueKind.True or JsonValueKind.False, "name", "this is true or false.", problems);
            pages = pages with { ShowsName = name.ValueKind != JsonValueKind.False };
        }

        if (root.TryGetProperty("footer", out var footer))
        {
            var isList = footer.ValueKind == JsonValueKind.Array && footer.GetArrayLength() <= MaxLinks;
            isRead &= Require(isList, "footer", $"this is a list of at most {MaxLinks} links.", problems);
            var links = isList ? footer.EnumerateArray().Select((link, index) => ReadLink(link, $"footer[{index}]", problems)).ToList() : [];
            isRead &= !links.Contains(null);
            pages = pages with { Footer = [.. links.OfType<ThemeLink>()] };
        }

        if (root.TryGetProperty("methods", out var methods))
        {
            var read = ReadMethods(methods, problems);
            isRead &= read is not null;
            pages = pages with { Methods = read ?? Default.Methods };
        }

        return isRead ? pages : null;
    }

    // What is not named stands behind what is.
    private static List<SignInMethod>? ReadMethods(JsonElement list, ThemeProblems problems)
    {
        if (!Require(list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0, "methods", $"this is a list of ways to sign in, the first one first: {string.Join(", ", MethodNames)}.", problems))
        {
            return null;
        }

        var methods = new List<SignInMethod>();
        var isRead = true;
        foreach (var (index, entry) in list.EnumerateArray().Index())
        {
            var name = entry.ValueKind == JsonValueKind.String ? entry.GetString()! : "";
            var known = Array.FindIndex(KnownMethods, method => method.Name == name);
            if (known < 0)
            {
                problems.Add($"methods[{index}]", $"there is no such way to sign in; there are {string.Join(", ", MethodNames)}.{Nearest.Hint(name, MethodNames)}");
                isRead = false;
            }
            else if (methods.Contains(KnownMethods[known].Method))
            {
                problems.Add($"methods[{index}]", $"\"{name}\" stands in this list twice.");
                isRead = false;
            }
            else
            {
                methods.Add(KnownMethods[known].Method);
            }
        }

        return isRead ? [.. methods, .. Default.Methods.Except(methods)] : null;
    }

    private static ThemeLink? ReadLink(JsonElement link, string place, ThemeProblems problems)
    {
        if (link.ValueKind != JsonValueKind.Object || !link.TryGetProperty("text", out var text) || !link.TryGetProperty("href", out var href) || link.EnumerateObject().Count() != 2)
        {
            problems.Add(place, "a link is { \"text\": \"Help\", \"href\": \"https://example.org/help\" }.");
            return null;
        }

        var texts = text.ValueKind switch
        {
            JsonValueKind.String => new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [TextCatalog.Fallback] = text.GetString()! },
            JsonValueKind.Object when text.EnumerateObject().All(entry => entry.Value.ValueKind == JsonValueKind.String) =>
                text.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!, StringComparer.OrdinalIgnoreCase),
            _ => [],
        };
        var isGood = Require(texts.ContainsKey(TextCatalog.Fallback), $"{place}.text", $"this is a text, or one for each language, \"{TextCatalog.Fallback}\" among them.", problems);
        isGood &= Require(texts.Values.All(entry => entry.Trim().Length is > 0 and <= LongestText), $"{place}.text", $"a text has from 1 to {LongestText} letters.", problems);
        var address = href.ValueKind == JsonValueKind.String && href.GetString() is { Length: <= LongestAddress } given && Uri.TryCreate(given, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" or "mailto" ? uri : null;
        isGood &= Require(address is not null, $"{place}.href", "this is an address that begins with https:, http: or mailto:.", problems);
        return isGood ? new ThemeLink(texts, address!) : null;
    }

    private static bool Require(bool isSo, string place, string message, ThemeProblems problems)
    {
        if (!isSo)
        {
            problems.Add(place, message);
        }

        return isSo;
    }
}

/// <summary>A link that the operator adds.</summary>
/// <param name="Texts">By language; English at least.</param>
internal sealed record ThemeLink(IReadOnlyDictionary<string, string> Texts, Uri Address)
{
    public string TextIn(string language) => Texts.GetValueOrDefault(language) ?? Texts.GetValueOrDefault(language.Split('-')[0]) ?? Texts[TextCatalog.Fallback];
}
