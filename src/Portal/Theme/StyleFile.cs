using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Portal.Theme;

/// <summary>
/// The style sheet that a theme brings, <c>custom.css</c>: looked at before it is served, so that it can load nothing, leave its layer nowhere, and win over nothing
/// that protects people. The browser is told the same by the content security policy.
/// </summary>
internal sealed partial class StyleFile
{
    private static readonly FrozenSet<string> Rules = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "media", "supports", "container", "keyframes");

    private static readonly FrozenSet<string> Functions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "var", "env", "calc", "min", "max", "clamp", "round", "abs", "sign", "mod", "rem", "rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix", "light-dark",
        "linear-gradient", "radial-gradient", "conic-gradient", "repeating-linear-gradient", "repeating-radial-gradient", "repeating-conic-gradient", "cubic-bezier", "steps", "linear",
        "translate", "translatex", "translatey", "scale", "scalex", "scaley", "rotate", "skew", "skewx", "skewy", "matrix", "blur", "brightness", "contrast", "drop-shadow", "grayscale", "hue-rotate",
        "invert", "opacity", "saturate", "sepia", "repeat", "minmax", "fit-content", "circle", "ellipse", "inset", "polygon", "counter", "counters",
        "not", "is", "where", "has", "lang", "dir", "nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type", "and", "or", "style", "selector", "");

    /// <summary>Who asks, for what, and as whom: these look as they do.</summary>
    private static readonly FrozenSet<string> Protected = FrozenSet.Create(
        StringComparer.Ordinal, "strip", "strip-words", "strip-return", "host", "mxid", "mxid-server", "thread", "who", "rights", "bead", "note", "answers", "device-code", "consent", "code");

    private const string OwnProperty = "--own-";

    private readonly string _css;
    private readonly ThemeProblems _problems;
    private readonly Stack<char> _open = [];
    private int _at;
    private int _line = 1;
    private bool _isSound = true;

    private StyleFile(string css, ThemeProblems problems) => (_css, _problems) = (css, problems);

    /// <returns>The same sheet; none if it is refused.</returns>
    public static string? Read(ReadOnlyMemory<byte> file, ThemeProblems problems)
    {
        if (Utf8File.Read(file, problems) is not { } css)
        {
            return null;
        }

        var sheet = new StyleFile(css, problems);
        sheet.Scan();
        return sheet._isSound ? css : null;
    }

    private char Current => _at < _css.Length ? _css[_at] : '\0';

    private char Next => _at + 1 < _css.Length ? _css[_at + 1] : '\0';

    private void Scan()
    {
        while (_isSound && _at < _css.Length)
        {
            var character = Current;
            switch (character)
            {
                case '\n':
                    _line++;
                    _at++;
                    break;
                case '/' when Next == '*':
                    SkipComment();
                    break;
                case '"' or '\'':
                    SkipString();
                    break;
                case '\\':
                    Refuse("a backslash is allowed between quotes only.");
                    break;
                case '@':
                    CheckRule();
                    break;
                case '!':
                    Refuse("!important is not needed: a theme comes after the product's own styles, and what protects people comes after the theme.");
                    break;
                case '<' when _css.AsSpan(_at).StartsWith("<!--", StringComparison.Ordinal):
                    Refuse("this is no HTML.");
                    break;
                case '.' when char.IsAsciiLetter(Next) || Next is '-' or '_':
                    _at++;
                    CheckClass(ReadName());
                    break;
                case '(' or '[' or '{':
                    _open.Push(character switch { '(' => ')', '[' => ']', _ => '}' });
                    CheckAttribute(character);
                    _at++;
                    break;
                case ')' or ']' or '}':
                    Close(character);
                    break;
                case '\0' when _at < _css.Length:
                    Refuse("there is a character that no text has.");
                    break;
                default:
                    if (IsName(character))
                    {
                        CheckWord(ReadName());
                    }
                    else
                    {
                        _at++;
                    }

                    break;
            }

        }

        if (_isSound && _open.TryPeek(out var missing))
        {
            Refuse($"at the end a {missing} is missing.");
        }
    }

    private void SkipComment()
    {
        var end = _css.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            Refuse("a comment does not end.");
            return;
        }

        _line += _css.AsSpan(_at, end - _at).Count('\n');
        _at = end + 2;
    }

    private void SkipString()
    {
        var quote = Current;
        for (_at++; _at < _css.Length && Current != quote; _at++)
        {
            if (Current is '\n' or '\r' or '\f')
            {
                break;
            }

            if (Current == '\\')
            {
                if (!char.IsAsciiHexDigit(Next) && Next is not ('"' or '\'' or '\\'))
                {
                    break;
                }

                _at++;
            }
        }

        if (Current == quote)
        {
            _at++;
        }
        else
        {
            Refuse("a text between quotes does not end.");
        }
    }

    private void CheckRule()
    {
        _at++;
        var name = ReadName();
        if (!Rules.Contains(name))
        {
            Refuse(name.ToLowerInvariant() switch
            {
                "import" => "@import is not allowed: a theme loads nothing.",
                "font-face" => "@font-face is not allowed: a theme loads nothing; name a font that people have.",
                "layer" => "@layer is not needed: a theme has a layer of its own.",
                _ => $"@{Shown(name)} is not allowed; @media, @supports, @container and @keyframes are.",
            });
        }
    }

    private void CheckClass(string name)
    {
        // Only where a selector can stand; a value has no classes.
        if (Protected.Contains(name))
        {
            Refuse($".{name} tells people who asks and as whom: a theme cannot change it.");
        }
    }

    // [class~="strip"] is .strip by another name, and what is typed into a form is nobody's to look at.
    private void CheckAttribute(char character)
    {
        if (character == '[' && (_css.IndexOf(']', _at) is var end && end < 0 || !AttributeForm().IsMatch(_css[(_at + 1)..end])))
        {
            Refuse("between brackets stands the name of an attribute, with a value or without, and not class, id or value; write .name for a class.");
        }
    }

    private void CheckWord(string name)
    {
        if (Current == '(' && !Functions.Contains(name))
        {
            Refuse(name.ToLowerInvariant() switch
            {
                "url" or "src" or "image-set" or "-webkit-image-set" or "image" => $"{Shown(name)}() is not allowed: a theme loads nothing; a picture goes into the file background.",
                "expression" => "expression() is not allowed: it is a script.",
                _ => $"{Shown(name)}() is not a function that a theme may use.",
            });
        }
        else if (name.StartsWith("--", StringComparison.Ordinal) && !name.StartsWith(OwnProperty, StringComparison.Ordinal) && _css.AsSpan(_at).TrimStart() is [':', ..])
        {
            Refuse($"{Shown(name)} is set in theme.json, where its bounds are known; properties of your own begin with {OwnProperty}.");
        }
        else if (name.Equals("behavior", StringComparison.OrdinalIgnoreCase) || name.Equals("-moz-binding", StringComparison.OrdinalIgnoreCase))
        {
            Refuse($"{Shown(name)} is not allowed: it is a script.");
        }
    }

    private void Close(char character)
    {
        if (_open.TryPop(out var expected) && expected == character)
        {
            _at++;
        }
        else
        {
            Refuse($"this {character} closes nothing.");
        }
    }

    private string ReadName()
    {
        var start = _at;
        while (_at < _css.Length && IsName(Current))
        {
            _at++;
        }

        return _css[start.._at];
    }

    private void Refuse(string message)
    {
        _problems.Add($"line {_line}", message);
        _isSound = false;
    }

    private static bool IsName(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' || character >= '\u0080';

    [GeneratedRegex(@"^\s*(?!(class|id|value)\b)[a-z-]+\s*([~|^$*]?=\s*(""[^""\\]*""|'[^'\\]*'|[\w-]+)\s*[is]?\s*)?\z", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AttributeForm();

    private static string Shown(string name) => name.Length <= 30 ? name : name[..30] + "…";
}
