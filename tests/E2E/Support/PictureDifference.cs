using System.Globalization;
using Microsoft.Playwright;

namespace Portal.Tests.E2E.Support;

/// <summary>How far a picture is from another one, by the mean colours of small squares: what an eye sees, and not how another version of the browser draws the edges of letters.</summary>
/// <param name="IsOtherSize">One is wider, or clearly longer.</param>
/// <param name="Share">How much of it looks otherwise, from 0 to 1.</param>
/// <param name="Strongest">How far the most different square is, of 255.</param>
/// <param name="Picture">The new one, pale, with what differs marked; as WebP.</param>
internal sealed record PictureDifference(bool IsOtherSize, double Share, double Strongest, byte[] Picture)
{
    private const int Square = 4; // 8 pixels of the page
    private const int Slightly = 4; // of 255
    private const int Longer = 2;
    private const int Clearly = 16;
    private const double MostShare = 0.002;

    /// <summary>Whether somebody must look.</summary>
    public bool IsVisible => IsOtherSize || Share > MostShare || Strongest > Clearly;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Share:P1} differs, by {Strongest / 255:P0} at most{(IsOtherSize ? ", and the size" : "")}");

    /// <param name="page">An empty one: the browser reads pictures, so nothing else must.</param>
    public static async Task<PictureDifference> BetweenAsync(IPage page, byte[] accepted, byte[] now)
    {
        var found = await page.EvaluateAsync<Found>(Script, new { accepted = Convert.ToBase64String(accepted), now = Convert.ToBase64String(now), square = Square, slightly = Slightly, longer = Longer });
        return new(found.IsOtherSize, found.Share, found.Strongest, Convert.FromBase64String(found.Picture));
    }

    private const string Script =
        """
        async ({ accepted, now, square, slightly, longer }) => {
          const read = async (base64) => {
            const bitmap = await createImageBitmap(await (await fetch("data:image/webp;base64," + base64)).blob());
            const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d", { willReadFrequently: true });
            context.drawImage(bitmap, 0, 0);
            return { context, width: bitmap.width, height: bitmap.height, data: context.getImageData(0, 0, bitmap.width, bitmap.height).data };
          };
          const [one, other] = [await read(accepted), await read(now)];
          const mean = (picture, left, top, right, bottom, channel) => {
            let sum = 0;
            for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += picture.data[(y * picture.width + x) * 4 + channel];
            return sum / ((right - left) * (bottom - top));
          };
          const [width, height] = [Math.min(one.width, other.width), Math.min(one.height, other.height)];
          const marks = [];
          let strongest = 0, squares = 0;
          for (let top = 0; top < height; top += square) {
            for (let left = 0; left < width; left += square, squares++) {
              const [right, bottom] = [Math.min(left + square, width), Math.min(top + square, height)];
              const distance = Math.max(...[0, 1, 2].map((channel) => Math.abs(mean(one, left, top, right, bottom, channel) - mean(other, left, top, right, bottom, channel))));
              if (distance > slightly) marks.push([left, top]);
              strongest = Math.max(strongest, distance);
            }
          }
          const { context, canvas = context.canvas } = other;
          context.fillStyle = "rgb(255 255 255 / .7)";
          context.fillRect(0, 0, other.width, other.height);
          context.fillStyle = "rgb(214 0 110 / .7)";
          for (const [left, top] of marks) context.fillRect(left, top, square, square);
          const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: .6 })).arrayBuffer());
          return {
            isOtherSize: one.width !== other.width || Math.abs(one.height - other.height) > longer,
            share: marks.length / squares,
            strongest,
            picture: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")),
          };
        }
        """;

    private sealed class Found
    {
        public bool IsOtherSize { get; set; }

        public double Share { get; set; }

        public double Strongest { get; set; }

        public string Picture { get; set; } = "";
    }
}
