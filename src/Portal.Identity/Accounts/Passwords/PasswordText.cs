using System.Text;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>Which texts may be passwords at all. Looked at before anything costly is done with one.</summary>
public static class PasswordText
{
    /// <summary>The longest password, in bytes of UTF-8. Longer ones are refused, never shortened.</summary>
    public const int MaxBytes = 1024;

    // A byte order mark turned round: no text has it, and what normalises text chokes on it.
    private const char NoCharacter = '\uFFFE';

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

        if (password.AsSpan().ContainsAny('\0', NoCharacter) || HasLoneSurrogate(password))
        {
            return PasswordRefusal.NotText;
        }

        return Utf8.GetByteCount(password) > MaxBytes ? PasswordRefusal.TooLong : null;
    }

    /// <summary>The bytes that are hashed; the caller wipes them.</summary>
    /// <param name="password">One that <see cref="Check"/> accepts, as it is or in a normal form, which may be longer.</param>
    internal static byte[] Encode(string password) => Utf8.GetBytes(password);

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
