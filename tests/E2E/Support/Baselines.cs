namespace Portal.Tests.E2E.Support;

/// <summary>The accepted pictures, a folder of files: a state as it is to look.</summary>
/// <param name="folder">Where they lie.</param>
/// <param name="differences">Where those are laid side by side that look otherwise now.</param>
internal sealed class Baselines(string folder, string differences)
{
    /// <summary>What somebody runs who wants it so.</summary>
    public const string Command = "./screenshots --accept";

    private const string Extension = ".webp";

    public static Baselines Kept { get; } = new(Repository.Baselines, Repository.Differences);

    /// <summary>Whether what is seen shall be kept, in place of being compared.</summary>
    public static bool IsAccepting { get; } = Environment.GetEnvironmentVariable("PORTAL_ACCEPT") == "1";

    private static string[] Devices { get; } = [GalleryDevice.Phone.Name, GalleryDevice.Desktop.Name];

    /// <summary>Looks whether what a camera shows is as accepted.</summary>
    /// <returns>Nothing if it is.</returns>
    public async Task<PictureChange?> CompareAsync(GalleryCamera camera, GalleryState state, GalleryDevice device)
    {
        var name = NameOf(state, device.Name);
        var accepted = File.Exists(PathOf(name)) ? await File.ReadAllBytesAsync(PathOf(name)) : null;
        var now = await camera.PictureAsync(accepted);
        if (accepted is null)
        {
            return new(state.Id, name, now, null);
        }

        if (accepted.AsSpan().SequenceEqual(now) || await camera.CompareAsync(accepted, now) is not { IsVisible: true } difference)
        {
            return null;
        }

        await LaySideBySideAsync(name, accepted, now, difference.Picture);
        return new(state.Id, name, now, difference);
    }

    /// <summary>Keeps what a camera shows, if it is something else to the eye: what nobody sees makes no work for whoever reviews a change.</summary>
    public async Task AcceptAsync(GalleryCamera camera, GalleryState state, GalleryDevice device)
    {
        if (await CompareAsync(camera, state, device) is { } change)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(PathOf(change.Name), change.Now);
        }
    }

    /// <summary>Names of pictures whose state is gone.</summary>
    public IReadOnlyList<string> FindStrays(IEnumerable<GalleryState> states)
    {
        var names = states.SelectMany(state => Devices, NameOf).ToHashSet(StringComparer.Ordinal);
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => !names.Contains(name)).Order(StringComparer.Ordinal)] : [];
    }

    public void Remove(string name) => File.Delete(PathOf(name));

    private static string NameOf(GalleryState state, string device) => $"{state.Id}.{device}";

    private string PathOf(string name) => Path.Combine(folder, name + Extension);

    private async Task LaySideBySideAsync(string name, params byte[][] pictures)
    {
        Directory.CreateDirectory(differences);
        foreach (var (part, picture) in new[] { "1-accepted", "2-now", "3-difference" }.Zip(pictures))
        {
            await File.WriteAllBytesAsync(Path.Combine(differences, $"{name}.{part}{Extension}"), picture);
        }
    }
}
