using System.Text.RegularExpressions;
using Portal.Identity.Protocol;

namespace Portal.Tests.Unit.Support;

/// <summary>Ids between their form on the wire and their form in the store.</summary>
internal static partial class Ids
{
    public static Guid Of(HttpApp app) => Of(app.Id);

    public static Guid Of(string? text) => Ulid.TryDecode(text, out var id) ? id : throw new ArgumentException("Not a ULID.", nameof(text));

    /// <summary>The text with every id in it made the same.</summary>
    public static string Without(string text) => AnyId().Replace(text, "ULID");

    [GeneratedRegex("[0-7][0-9A-HJKMNP-TV-Z]{25}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AnyId();
}
