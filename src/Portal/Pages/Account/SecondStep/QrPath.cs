using System.Globalization;
using System.Text;
using QRCoder;

namespace Portal.Pages.Account.SecondStep;

/// <summary>A QR code as one path of an SVG: sharp at every size, and small.</summary>
internal sealed record QrPath(int Size, string Data)
{
    /// <param name="text">What a camera reads. The margin that it needs is part of the picture.</param>
    public static QrPath Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                var start = x;
                while (x < rows.Count && rows[y][x])
                {
                    x++;
                }

                if (x > start)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
                }
            }
        }

        return new QrPath(rows.Count, path.ToString());
    }
}
