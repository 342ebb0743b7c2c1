using System.Collections.Concurrent;
using Portal.Tests.E2E.Support;
using Xunit;

namespace Portal.Tests.E2E.Journeys;

/// <summary>Every state of the gallery looks as it was accepted, and has no barrier for anybody (<c>./screenshots --accept</c>).</summary>
[Collection("The gallery")]
public sealed class GalleryPictureTests(Stage stage) : IClassFixture<Stage>
{
    // Only states whose ids begin so; all without.
    private static readonly string[] Chosen = (Environment.GetEnvironmentVariable("PORTAL_SCREENS") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static TheoryData<string> Areas => [.. GalleryStates.Areas];

    /// <summary>A theme with one other token, and states in which it can be seen.</summary>
    public static TheoryData<string, string[]> Changes => new()
    {
        { "one-colour", ["sign-in.missing", "delete.not-confirmed"] },
        { "one-radius", ["sign-in.empty", "account"] },
        { "one-space", ["sign-in.wrong-password", "account"] },
        { "one-size", ["sign-in.empty", "account"] },
    };

    // Pictures and rules in one visit.
    [Theory]
    [MemberData(nameof(Areas))]
    public async Task Every_state_looks_as_accepted_and_has_no_barrier(string area)
    {
        await using var visit = await VisitAsync();
        var states = (await GalleryStates.ReadAsync(visit, area)).Where(state => Chosen.Length == 0 || Array.Exists(Chosen, beginning => state.Id.StartsWith(beginning, StringComparison.Ordinal)));
        var changes = new ConcurrentBag<PictureChange>();
        var barriers = new ConcurrentBag<string>();
        await GalleryTour.TakeAsync(visit, visit.Portal.Address, states, async (camera, state) =>
        {
            await SeeAsync(GalleryDevice.Phone, Axe.All);
            await camera.TurnAsync(GalleryDevice.Desktop);
            await SeeAsync(GalleryDevice.Desktop, Axe.Only(Axe.Contrast)); // nothing but the colours is another

            async Task SeeAsync(GalleryDevice device, object rules)
            {
                if (Baselines.IsAccepting)
                {
                    await Baselines.Kept.AcceptAsync(camera, state, device);
                    return;
                }

                if (await Baselines.Kept.CompareAsync(camera, state, device) is { } change)
                {
                    changes.Add(change);
                }

                foreach (var barrier in await camera.Page.FindBarriersAsync(rules))
                {
                    barriers.Add($"{state.Id}.{device.Name}: {barrier}");
                }
            }
        });

        Assert.True(changes.IsEmpty && barriers.IsEmpty, PictureChange.Describe(changes) + string.Join('\n', barriers.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Every_area_is_looked_at_and_every_accepted_picture_has_a_state()
    {
        await using var visit = await VisitAsync();

        Assert.Equal(await GalleryStates.ReadAreasAsync(visit), GalleryStates.Areas);
        var strays = Baselines.Kept.FindStrays(await GalleryStates.ReadAsync(visit));
        if (Baselines.IsAccepting)
        {
            strays.ToList().ForEach(Baselines.Kept.Remove);
            return;
        }

        Assert.True(strays.Count == 0, $"No state looks like this any more: {string.Join(", ", strays)}. If that is meant so: {Baselines.Command}");
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task One_token_that_changes_is_seen(string theme, string[] seenIn)
    {
        await using var visit = await VisitAsync();
        var states = (await GalleryStates.ReadAsync(visit)).Where(state => seenIn.Contains(state.Id)).ToList();
        var changes = new ConcurrentBag<PictureChange>();
        await GalleryTour.TakeAsync(visit, ExampleThemes.AddressOf(visit.Portal, theme), states, async (camera, state) =>
        {
            if (await new Baselines(Repository.Baselines, NewFolder()).CompareAsync(camera, state, GalleryDevice.Phone) is { } change)
            {
                changes.Add(change);
            }
        });

        var message = PictureChange.Describe(changes);
        TestContext.Current.TestOutputHelper!.WriteLine(message);
        Assert.All(seenIn, id => Assert.Contains($"  {id}.phone-light: ", message, StringComparison.Ordinal));
        Assert.Contains(Baselines.Command + " " + string.Join(' ', seenIn.Order(StringComparer.Ordinal)), message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_accepted_is_written_once_and_goes_with_its_state()
    {
        await using var visit = await VisitAsync();
        var folder = NewFolder();
        var baselines = new Baselines(folder, NewFolder());
        var states = (await GalleryStates.ReadAsync(visit, "errors")).Take(1).ToList();
        await GalleryTour.TakeAsync(visit, visit.Portal.Address, states, async (camera, state) =>
        {
            var before = await baselines.CompareAsync(camera, state, GalleryDevice.Phone);
            await baselines.AcceptAsync(camera, state, GalleryDevice.Phone);
            var file = Assert.Single(Directory.GetFiles(folder));
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
            await baselines.AcceptAsync(camera, state, GalleryDevice.Phone);

            Assert.Contains("no picture was ever accepted", PictureChange.Describe([before!]), StringComparison.Ordinal);
            Assert.Null(await baselines.CompareAsync(camera, state, GalleryDevice.Phone));
            Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(file));
        });

        Assert.Empty(baselines.FindStrays(states));
        baselines.Remove(Assert.Single(baselines.FindStrays([])));
        Assert.Empty(Directory.GetFiles(folder));
    }

    private static string NewFolder() => Directory.CreateTempSubdirectory("portal-pictures-").FullName;

    private async Task<Visit> VisitAsync() => await stage.VisitToPictureAsync(await stage.PortalAsync(GalleryInstallation.Settings));
}
