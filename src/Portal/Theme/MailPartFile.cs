using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Portal.Mail;

namespace Portal.Theme;

/// <summary>
/// What a theme puts around the words of mails: <c>emails/header.html</c> and <c>emails/footer.html</c>. Read with elements and attributes that we know, and by a
/// grammar narrower than that of HTML, so that nothing is left to guess; what reaches a mail is written anew from what was read.
/// </summary>
internal sealed partial class MailPartFile
{
    private const int Deepest = 8;
    private const int LongestAddress = 500;
    private const string Secure = "https://";
    private const string NoLetter = "there is a character that no text has, or an & that stands for none; write &amp; for an & that is meant as a letter.";

    private static readonly FrozenSet<string> Blocks = FrozenSet.Create(StringComparer.Ordinal, "p", "h2", "ul", "ol", "hr");
    private static readonly FrozenSet<string> Inline = FrozenSet.Create(StringComparer.Ordinal, "a", "b", "strong", "i", "em", "small", "span", "bdi", "br");
    private static readonly string Known = "p, h2, ul, ol, li, hr, br, a, b, strong, i, em, small, span and bdi";

    private static readonly FrozenDictionary<string, int> Letters = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["amp"] = '&',
        ["lt"] = '<',
        ["gt"] = '>',
        ["quot"] = '"',
        ["apos"] = '\'',
        ["nbsp"] = 0xA0,
        ["shy"] = 0xAD,
        ["copy"] = 0xA9,
        ["reg"] = 0xAE,
        ["trade"] = 0x2122,
        ["sect"] = 0xA7,
        ["middot"] = 0xB7,
        ["bull"] = 0x2022,
        ["ndash"] = 0x2013,
        ["mdash"] = 0x2014,
        ["hellip"] = 0x2026,
        ["lsquo"] = 0x2018,
        ["rsquo"] = 0x2019,
        ["ldquo"] = 0x201C,
        ["rdquo"] = 0x201D,
        ["laquo"] = 0xAB,
        ["raquo"] = 0xBB,
        ["euro"] = 0x20AC,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly string _html;
    private readonly ThemeProblems _problems;
    private readonly Stack<Open> _open = [];
    private int _at;

    private MailPartFile(string html, ThemeProblems problems)
    {
        (_html, _problems) = (html, problems);
        _open.Push(new Open(new MailNode(), []));
    }

    /// <returns>None if it is refused.</returns>
    public static MailPart? Read(ReadOnlyMemory<byte> file, ThemeProblems problems) =>
        Utf8File.Read(file, problems) is { } html && new MailPartFile(html, problems) is var reader && reader.Scan() ? new MailPart(reader._open.Peek().Children) : null;

    private bool Scan()
    {
        while (_at < _html.Length)
        {
            if (!(_html[_at] == '<' ? ReadMarkup() : ReadText()))
            {
                return false;
            }
        }

        return _open.Count == 1 || Refuse($"at the end </{_open.Peek().Element.Name}> is missing.");
    }

    private bool Starts(string text) => _html.AsSpan(_at).StartsWith(text, StringComparison.OrdinalIgnoreCase);

    private bool ReadMarkup()
    {
        if (Starts("<!--"))
        {
            var end = _html.IndexOf("-->", _at + 4, StringComparison.Ordinal);
            if (end < 0)
            {
                return Refuse("a comment does not end.");
            }

            _at = end + 3;
            return true;
        }

        if (EndForm().Match(_html, _at) is { Success: true } end1)
        {
            return ReadEnd(end1);
        }

        return StartForm().Match(_html, _at) is { Success: true } start
            ? ReadElement(start.Groups["name"].Value.ToLowerInvariant(), start.Length)
            : Refuse(_at + 1 < _html.Length && _html[_at + 1] is '!' or '?'
                ? "this stands inside a mail that is whole already: no DOCTYPE, no XML, no CDATA."
                : "write &lt; for a < that is meant as a letter.");
    }

    private bool ReadEnd(Match end)
    {
        var name = end.Groups["name"].Value.ToLowerInvariant();
        if (_open.Count == 1)
        {
            return Refuse($"</{Shown(name)}> closes nothing.");
        }

        if (_open.Peek().Element.Name is { } expected && expected != name)
        {
            return Refuse($"</{expected}> is missing before this </{Shown(name)}>.");
        }

        _at += end.Length;
        var (element, children) = _open.Pop();
        _open.Peek().Children.Add(element with { Children = children });
        return true;
    }

    private bool ReadElement(string name, int length)
    {
        if (!Blocks.Contains(name) && !Inline.Contains(name) && name != "li")
        {
            return Refuse($"<{Shown(name)}>: {Danger(name)}");
        }

        if (Misplaced(name) is { } reason)
        {
            return Refuse($"<{name}>: {reason}");
        }

        _at += length;
        var element = new MailNode { Name = name };
        var given = new HashSet<string>(StringComparer.Ordinal);
        while (AttributeForm().Match(_html, _at) is { Success: true } attribute)
        {
            var attributeName = attribute.Groups["name"].Value.ToLowerInvariant();
            var place = $"<{name} {Shown(attributeName)}>";
            if (!given.Add(attributeName))
            {
                return Refuse($"{place}: this stands here twice.");
            }

            if (!IsAllowed(name, attributeName))
            {
                return Refuse($"{place}: {Danger(name, attributeName)}");
            }

            if (!attribute.Groups["value"].Success)
            {
                return Refuse($"{place}: the value stands between quotes.");
            }

            if (Decode(attribute.Groups["value"].ValueSpan[1..^1]) is not { } value)
            {
                return Refuse($"{place}: {NoLetter}");
            }

            if (Set(element, attributeName, value) is not { } next)
            {
                return Refuse($"{place}: {Wanted(attributeName)}");
            }

            element = next;
            _at += attribute.Length;
        }

        if (CloseForm().Match(_html, _at) is not { Success: true } close)
        {
            return Refuse($"<{name}>: this does not end where it should, with a >.");
        }

        if (name == "a" && element.Address is null)
        {
            return Refuse("<a>: without an href it leads nowhere.");
        }

        var isVoid = name is "br" or "hr";
        if (!isVoid && close.ValueSpan.Contains('/'))
        {
            return Refuse($"<{name}/>: only <br> and <hr> have no end.");
        }

        if (!isVoid && _open.Count > Deepest)
        {
            return Refuse($"<{name}>: elements stand more than {Deepest} deep in each other.");
        }

        _at += close.Length;
        if (isVoid)
        {
            _open.Peek().Children.Add(element);
        }
        else
        {
            _open.Push(new Open(element, []));
        }

        return true;
    }

    /// <summary>Why this element cannot stand here; none if it can.</summary>
    private string? Misplaced(string name) => (_open.Peek().Element.Name, name) switch
    {
        (null, "li") => "this stands in a list, <ul> or <ol>.",
        (null, _) => Blocks.Contains(name) ? null : "this stands in a paragraph: <p>…</p>.",
        ("ul" or "ol", "li") => null,
        ("ul" or "ol", _) => "in a list stands <li> and nothing else.",
        _ when !Inline.Contains(name) => $"this cannot stand in <{_open.Peek().Element.Name}>; close that one first.",
        (_, "a") when _open.Any(open => open.Element.Name == "a") => "a link cannot stand in a link.",
        _ => null,
    };

    private bool ReadText()
    {
        var end = _html.IndexOf('<', _at);
        var raw = _html.AsSpan(_at..(end < 0 ? _html.Length : end));
        if (_open.Peek().Element.Name is null or "ul" or "ol")
        {
            if (!raw.IsWhiteSpace())
            {
                _at += raw.Length - raw.TrimStart().Length;
                return Refuse("words stand in a paragraph: <p>…</p>.");
            }
        }
        else if (Decode(raw) is { } text)
        {
            _open.Peek().Children.Add(new MailNode { Text = text });
        }
        else
        {
            _at += Math.Max(0, raw.IndexOf('&'));
            return Refuse(NoLetter);
        }

        _at += raw.Length;
        return true;
    }

    /// <returns>None if something in it stands for no letter.</returns>
    private static string? Decode(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '&')
            {
                if (char.IsControl(raw[i]) && raw[i] is not ('\n' or '\r' or '\t'))
                {
                    return null;
                }

                text.Append(raw[i]);
                continue;
            }

            var length = raw[i..].IndexOf(';');
            if (length is < 2 or > 10 || LetterOf(raw.Slice(i + 1, length - 1)) is not { } letter)
            {
                return null;
            }

            text.Append(letter);
            i += length;
        }

        return text.ToString();
    }

    private static Rune? LetterOf(ReadOnlySpan<char> name)
    {
        var number = name switch
        {
            ['#', 'x' or 'X', .. var digits] => int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : -1,
            ['#', .. var digits] => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1,
            _ => Letters.GetValueOrDefault(name.ToString(), -1),
        };
        return Rune.IsValid(number) && new Rune(number) is var letter && !Rune.IsControl(letter) ? letter : null;
    }

    private static bool IsAllowed(string element, string attribute) => attribute is "lang" or "dir" || (attribute == "href" && element == "a");

    private static MailNode? Set(MailNode element, string attribute, string value) => attribute switch
    {
        "lang" => LanguageForm().IsMatch(value) ? element with { Language = value } : null,
        "dir" => value is "ltr" or "rtl" or "auto" ? element with { Direction = value } : null,
        _ => AddressOf(value) is { } address ? element with { Address = address } : null,
    };

    private static Uri? AddressOf(string value) =>
        value.Length <= LongestAddress && value.StartsWith(Secure, StringComparison.OrdinalIgnoreCase) && !value.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character == '\\')
        && Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.Host.Length > 0 && address.UserInfo.Length == 0 ? address : null;

    private static string Wanted(string attribute) => attribute switch
    {
        "lang" => "this is a language, such as de or pt-BR.",
        "dir" => "this is ltr, rtl or auto.",
        _ => $"a link leads to an address that begins with {Secure}, without a name or password before the host.",
    };

    private static string Danger(string element) => element switch
    {
        "script" => "a mail cannot have a script.",
        "style" or "link" or "font" => "colours and fonts of mails are those of theme.json.",
        "img" or "picture" or "svg" or "image" or "video" or "audio" => "a mail loads no picture, which would tell a server who reads it; the logo is emails/logo.png.",
        "form" or "input" or "button" or "select" or "textarea" => "nobody should type anything into a mail.",
        "iframe" or "object" or "embed" or "base" or "meta" => "a mail loads nothing.",
        "html" or "head" or "body" => "this stands inside a mail that is whole already; begin with the first paragraph.",
        "div" or "table" or "tbody" or "tr" or "td" or "center" or "section" or "header" or "footer" => "this arranges, and mails are arranged already; write paragraphs, <p>.",
        _ => $"mails know {Known}.",
    };

    private static string Danger(string element, string attribute) => attribute switch
    {
        ['o', 'n', ..] => "this is a script, and a mail cannot have one.",
        "style" or "class" or "id" or "color" or "bgcolor" or "align" => "colours, fonts and places of mails are those of the theme.",
        "src" or "background" or "srcset" => "a mail loads nothing.",
        _ => element == "a" ? "a link has href, lang and dir." : "this has lang and dir, and nothing else.",
    };

    private bool Refuse(string message)
    {
        _problems.Add($"line {_html.AsSpan(0, Math.Min(_at, _html.Length)).Count('\n') + 1}", message);
        return false;
    }

    private static string Shown(string name) => name.Length <= 30 ? name : name[..30] + "…";

    [GeneratedRegex(@"\G<(?<name>[A-Za-z][A-Za-z0-9:-]*)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StartForm();

    [GeneratedRegex(@"\G</(?<name>[A-Za-z][A-Za-z0-9:-]*)\s*>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EndForm();

    [GeneratedRegex(@"\G\s+(?<name>[^\s<>/=""']+)(\s*=\s*(?<value>""[^""<]*""|'[^'<]*')(?=[\s/>]))?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AttributeForm();

    [GeneratedRegex(@"\G\s*/?>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CloseForm();

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LanguageForm();

    private sealed record Open(MailNode Element, List<MailNode> Children);
}
