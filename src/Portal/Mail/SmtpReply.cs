using System.Text.RegularExpressions;

namespace Portal.Mail;

/// <summary>What the server answered to a command (RFC 5321 §4.2).</summary>
/// <param name="Code">Three digits.</param>
/// <param name="Lines">The texts behind the code, at least one.</param>
internal sealed partial record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    /// <summary>2yz: done.</summary>
    public bool IsCompleted => Code / 100 == 2;

    /// <summary>5yz: no, and no next time as well.</summary>
    public bool IsPermanentFailure => Code / 100 == 5;

    /// <summary>The code, with the enhanced status code (RFC 3463) if there is one: all that is fit for a log, since the texts repeat addresses.</summary>
    public string Status => EnhancedStatus().Match(Lines[0]) is { Success: true } match ? $"{Code:D} {match.Groups["status"]}" : $"{Code:D}";

    [GeneratedRegex(@"^(?<status>[245]\.[0-9]{1,3}\.[0-9]{1,3})( |$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex EnhancedStatus();
}
