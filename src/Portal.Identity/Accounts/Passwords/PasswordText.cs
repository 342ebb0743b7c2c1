using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>Which texts may be passwords at all. Looked at before anything costly is done with one.</summary>
public static class PasswordText
{
    /// <summary>The longest password, in bytes of UTF-8. Longer ones are refused, never shortened.</summary>
    public const int MaxBytes = 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Why this text can be no password, or <see langword="null"/> if it can.</summary>
    public static PasswordRefusal? Check(string? password)
    {
        if (string.IsNullOrEmpty(password))
        {
            return PasswordRefusal.Empty;
        }

        // A character is at least one byte, so that megabytes are refused without being read.
        if (password.Length > MaxBytes)
        {
            return PasswordRefusal.TooLong;
        }

        if (password.Contains('\0', StringComparison.Ordinal) || HasLoneSurrogate(password))
        {
            return PasswordRefusal.NotText;
        }

        return Utf8.GetByteCount(password) > MaxBytes ? PasswordRefusal.TooLong : null;
    }

    /// <summary>The bytes that are hashed; the caller wipes them. <see langword="false"/> if <see cref="Check"/> refuses the text.</summary>
    internal static bool TryEncode(string? password, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = Check(password) is null ? Utf8.GetBytes(password!) : null;
        return bytes is not null;
    }

    // Half a pair has no UTF-8 form: replaced by U+FFFD, two different passwords would be one.
    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return true;
            }

            text = text[length..];
        }

        return false;
    }
}
