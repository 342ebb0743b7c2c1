using System.Globalization;
using System.Text;

namespace Portal.Tests.FakeHomeserver.Http;

/// <summary>Percent-encoding (RFC 3986 §2.1).</summary>
internal static class Percent
{
    /// <summary>The bytes that the text stands for; a sign that is followed by no two digits stands for itself.</summary>
    public static byte[] Decode(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i].ToString()));
            }
        }

        return [.. bytes];
    }
}
