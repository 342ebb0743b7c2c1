using System.Text;

namespace Portal.Theme;

/// <summary>A file of words.</summary>
internal static class Utf8File
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <returns>None, with the reason said, if it is not written in UTF-8.</returns>
    public static string? Read(ReadOnlyMemory<byte> file, ThemeProblems problems)
    {
        try
        {
            return Strict.GetString(file.Span).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            problems.Add("", "this is not written in UTF-8.");
            return null;
        }
    }
}
