using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Playwright;

namespace Portal.Tests.E2E.Support;

/// <summary>An authenticator app (RFC 6238), as anybody has one.</summary>
internal sealed class Phone
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648 §6
    private readonly byte[] _key;
    private long _last;

    private Phone(string typed)
    {
        var bits = string.Concat(typed.Where(character => character != ' ').Select(character => Convert.ToString(Alphabet.IndexOf(character, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        _key = [.. bits.Chunk(8).Select(chunk => Convert.ToByte(new string(chunk), 2))];
    }

    /// <summary>One that has got the key from the page.</summary>
    public static async Task<Phone> ConnectAsync(IPage page) => new(await page.Locator("#authenticator-key").InnerTextAsync());

    /// <summary>A code that was not given before: the one of now, or if it was, the next, which counts already.</summary>
    public string NextCode()
    {
        var step = Math.Max(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30, _last + 1);
        _last = step;
        return CodeOf(step);
    }

    /// <summary>The one that was given last.</summary>
    public string LastCode() => CodeOf(_last);

    private string CodeOf(long step)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // what the apps do
        var hash = HMACSHA1.HashData(_key, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
