namespace Portal.Theme;

/// <summary>Reads what may be of any length.</summary>
internal static class Limited
{
    private const int Piece = 16 * 1024;

    /// <returns>All of it; none if there are more bytes than that.</returns>
    public static byte[]? Read(Stream stream, int most)
    {
        using var all = new MemoryStream();
        var piece = new byte[Piece];
        while (stream.Read(piece) is > 0 and var length)
        {
            if (all.Length + length > most)
            {
                return null;
            }

            all.Write(piece, 0, length);
        }

        return all.ToArray();
    }
}
