namespace Portal.Theme;

/// <summary>What a theme says at the end of mails in plain text: <c>emails/footer.txt</c>.</summary>
internal static class MailTextFile
{
    /// <returns>Lines without spaces at their ends; none if it is refused.</returns>
    public static string? Read(ReadOnlyMemory<byte> file, ThemeProblems problems)
    {
        if (Utf8File.Read(file, problems)?.ReplaceLineEndings("\n") is not { } text)
        {
            return null;
        }

        var lines = text.Split('\n');
        var bad = Array.FindIndex(lines, line => line.Any(character => char.IsControl(character) && character != '\t'));
        if (bad >= 0)
        {
            problems.Add($"line {bad + 1}", "there is a character that no text has.");
            return null;
        }

        return string.Join('\n', lines.Select(line => line.TrimEnd())).Trim('\n');
    }
}
