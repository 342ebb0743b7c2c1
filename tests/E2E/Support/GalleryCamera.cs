using Microsoft.Playwright;
using Xunit;

namespace Portal.Tests.E2E.Support;

/// <summary>A tab that visits states of the gallery, one after the other, and pictures them in half their size.</summary>
/// <remarks>The browser itself makes the picture small and writes it, so nothing else must.</remarks>
internal sealed class GalleryCamera
{
    private const double Quality = 0.35;
    private const double Scale = 0.5;
    private const int MostTries = 6;
    private const string HasFont = "() => { const context = new OffscreenCanvas(1, 1).getContext('2d'); context.font = '100px sans-serif'; return Math.round(context.measureText('mMiIwW').width) === 422; }";

    // What has just changed is drawn after the first frame.
    private const string DrawnWidth = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(innerWidth)))))";

    private const string MakeSmall =
        """
        async ({ png, scale, quality }) => {
          const bitmap = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
          const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
          const context = canvas.getContext("2d");
          context.imageSmoothingQuality = "high";
          context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
          const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality })).arrayBuffer());
          return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
        }
        """;

    private readonly IPage _page;
    private GalleryDevice _device = GalleryDevice.Phone;
    private IPage? _table; // on which pictures are made small, and compared

    private GalleryCamera(IPage page) => _page = page;

    public IPage Page => _page;

    public static async Task<GalleryCamera> OpenAsync(Visit visit)
    {
        var page = await visit.Context.NewPageAsync();
        Assert.True(await page.EvaluateAsync<bool>(HasFont), "Pictures are compared in the letters of DejaVu, which ./test installs (fonts-dejavu-core).");
        await page.AddInitScriptAsync("performance.now = () => 0;"); // a button that can be used in a while says how long, and goes on saying that
        return new GalleryCamera(page);
    }

    /// <param name="site">Where the portal is, without a slash at the end.</param>
    public async Task VisitAsync(string site, GalleryState state)
    {
        var answer = await _page.GotoAsync($"{site}{state.Path}?still=1");
        if (state.IsMail)
        {
            // A mail may run no script, not even the one that looks for barriers: the same words in a page that may.
            var html = await answer!.TextAsync();
            await _page.GotoAsync("about:blank");
            await _page.SetContentAsync(html);
            await _page.EvaluateAsync("() => { const main = document.createElement('main'); main.append(...document.body.childNodes); document.body.append(main); }"); // as in the page of a mail program
        }
    }

    public async Task TurnAsync(GalleryDevice device)
    {
        _device = device;
        await _page.EmulateMediaAsync(new() { ColorScheme = device.Colours, ReducedMotion = ReducedMotion.Reduce });
        await _page.SetViewportSizeAsync(device.Width, device.Height);
    }

    /// <summary>Pictures the whole page.</summary>
    /// <remarks>A busy browser now and then hands out what it has not drawn to the end yet, so a picture counts if it comes out like that twice.</remarks>
    /// <param name="accepted">Counts at once, if there is one.</param>
    /// <returns>As WebP.</returns>
    public async Task<byte[]> PictureAsync(byte[]? accepted)
    {
        byte[] before = [];
        for (var tries = MostTries; ; tries--)
        {
            var now = await PictureOnceAsync();
            if (tries == 0 || now.AsSpan().SequenceEqual(accepted) || now.AsSpan().SequenceEqual(before))
            {
                return now;
            }

            before = now;
        }
    }

    public async Task<PictureDifference> CompareAsync(byte[] accepted, byte[] now) => await PictureDifference.BetweenAsync(await TableAsync(), accepted, now);

    private async Task<byte[]> PictureOnceAsync()
    {
        for (var tries = MostTries; await _page.EvaluateAsync<int>(DrawnWidth) != _device.Width; tries--) // a tab that has just gone elsewhere may have forgotten its size
        {
            Assert.True(tries > 0, "The window does not take its width.");
            await TurnAsync(_device);
        }

        var png = await _page.ScreenshotAsync(new() { FullPage = true, Caret = ScreenshotCaret.Hide });
        return Convert.FromBase64String(await (await TableAsync()).EvaluateAsync<string>(MakeSmall, new { png = Convert.ToBase64String(png), scale = Scale, quality = Quality }));
    }

    private async Task<IPage> TableAsync() => _table ??= await _page.Context.NewPageAsync();
}

/// <summary>With what, and in which light, somebody looks.</summary>
/// <param name="Name">As in the names of pictures.</param>
internal sealed record GalleryDevice(string Name, int Width, int Height, ColorScheme Colours)
{
    public static GalleryDevice Phone { get; } = new("phone-light", 390, 844, ColorScheme.Light);

    public static GalleryDevice Desktop { get; } = new("desktop-dark", 1280, 900, ColorScheme.Dark);
}
