using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Win32.SafeHandles;

namespace Portal.Identity.Accounts.Passwords;

/// <summary>Looks a password up in a file of those that are known from data leaks; the file is searched where it lies and never loaded.</summary>
/// <remarks>
/// One entry a line, sorted by bytes. Either SHA-1 in hexadecimal, perhaps with a colon and a count behind it, as "Have I Been Pwned" gives out
/// its list ordered by hash; or the passwords themselves in UTF-8, as <c>LC_ALL=C sort -u</c> puts them. The first line tells which.
/// </remarks>
public sealed class LeakedPasswords : IDisposable
{
    private const int HashDigits = 40;
    private const int LongestLine = 2 * PasswordText.MaxBytes;
    private const byte LineFeed = (byte)'\n';

    private static readonly SearchValues<byte> Hexadecimal = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    private readonly SafeFileHandle? _file;
    private readonly long _length;
    private readonly bool _isHashed;

    public LeakedPasswords(IOptions<LocalPasswordOptions> options)
        : this(options.Value.LeakedPasswordsFile)
    {
    }

    internal LeakedPasswords(string? path)
    {
        if (path is null)
        {
            return;
        }

        _file = File.OpenHandle(path, options: FileOptions.RandomAccess);
        _length = RandomAccess.GetLength(_file);
        _isHashed = IsHash(LineAt(0));
    }

    /// <summary>Whether the password is in the file; never without a file.</summary>
    /// <exception cref="IOException">The file cannot be read any more.</exception>
    public bool Contains(string password)
    {
        if (_file is null)
        {
            return false;
        }

        var wanted = _isHashed ? Encoding.ASCII.GetBytes(HashOf(password)) : PasswordText.Encode(password);
        var (from, to) = (0L, _length); // a line begins at "from", and the wanted one not at "to" or after it
        while (from < to)
        {
            var middle = from + ((to - from) / 2);
            var start = LineStartFrom(middle);
            if (start >= to)
            {
                to = middle;
                continue;
            }

            var line = LineAt(start);
            var order = KeyOf(line).SequenceCompareTo(wanted);
            if (order == 0)
            {
                return true;
            }

            (from, to) = order < 0 ? (start + line.Length + 1, to) : (from, middle);
        }

        return false;
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>Why the file cannot serve, for the operator; none if it can.</summary>
    internal static string? ErrorOf(string path)
    {
        const string Key = $"{LocalPasswordOptions.Section}:LeakedPasswordsFile";
        try
        {
            using var file = new LeakedPasswords(path);
            return file._length == 0 ? $"{Key} is empty."
                : file.IsSorted() ? null
                : $"{Key} is not sorted by bytes, or mixes hashes and passwords; sort it with LC_ALL=C sort -u.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"{Key} cannot be read: {exception.Message}";
        }
    }

    // Samples: a file of 40 GB is not read to start a portal.
    private bool IsSorted()
    {
        const int Samples = 256;
        byte[] last = [];
        for (var number = 0; number < Samples; number++)
        {
            var start = LineStartFrom(_length * number / Samples);
            if (start >= _length)
            {
                break;
            }

            var line = LineAt(start);
            var key = KeyOf(line).ToArray();
            if (IsHash(line) != _isHashed || last.AsSpan().SequenceCompareTo(key) > 0)
            {
                return false;
            }

            last = key;
        }

        return true;
    }

    /// <summary>Where the first line begins that begins there or later; the end of the file if none does.</summary>
    private long LineStartFrom(long position)
    {
        if (position == 0)
        {
            return 0;
        }

        var before = LineAt(position - 1);
        return position + before.Length;
    }

    /// <summary>What stands from there to the end of the line.</summary>
    private byte[] LineAt(long position)
    {
        var line = new byte[LongestLine];
        var length = 0;
        while (length < line.Length)
        {
            var read = RandomAccess.Read(_file!, line.AsSpan(length), position + length);
            var end = line.AsSpan(length, read).IndexOf(LineFeed);
            if (end >= 0 || read == 0)
            {
                return line[..(length + Math.Max(0, end))];
            }

            length += read;
        }

        throw new IOException("A line of the file is too long to be a password.");
    }

    private ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> line)
    {
        if (!_isHashed)
        {
            return line is [.., (byte)'\r'] ? line[..^1] : line;
        }

        var digits = line[..Math.Min(HashDigits, line.Length)].ToArray();
        Ascii.ToUpperInPlace(digits, out _);
        return digits;
    }

    private static bool IsHash(ReadOnlySpan<byte> line) =>
        line.Length >= HashDigits && !line[..HashDigits].ContainsAnyExcept(Hexadecimal) && (line.Length == HashDigits || line[HashDigits] is (byte)':' or (byte)'\r');

    // The lists are made of SHA-1; nothing is protected by it.
    private static string HashOf(string password) => Convert.ToHexString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, PasswordText.Encode(password)));
}
