using System.Collections.Concurrent;
using Portal.Tests.E2E.Support;
using Xunit;

namespace Portal.Tests.E2E.Journeys;

/// <summary>The example themes have no barrier in any state of the gallery, in the light and in the dark, on a phone and at a desk.</summary>
[Collection("The gallery")]
public sealed class GalleryThemeTests(Stage stage) : IClassFixture<Stage>
{
    public static TheoryData<string> Themes => [.. ExampleThemes.Names];

    [Theory]
    [MemberData(nameof(Themes))]
    public async Task No_state_has_a_barrier(string theme)
    {
        await using var visit = await stage.VisitToPictureAsync(await stage.PortalAsync(GalleryInstallation.Settings));
        var barriers = new ConcurrentBag<string>();
        await GalleryTour.TakeAsync(visit, ExampleThemes.AddressOf(visit.Portal, theme), await GalleryStates.ReadAsync(visit), async (camera, state) =>
        {
            await LookAsync(GalleryDevice.Phone, Axe.All);
            await camera.TurnAsync(GalleryDevice.Desktop);
            await LookAsync(GalleryDevice.Desktop, Axe.Only(Axe.Contrast)); // nothing but the colours is another

            async Task LookAsync(GalleryDevice device, object rules)
            {
                foreach (var barrier in await camera.Page.FindBarriersAsync(rules))
                {
                    barriers.Add($"{state.Id}.{device.Name}: {barrier}");
                }
            }
        });

        Assert.True(barriers.IsEmpty, string.Join('\n', barriers.Order(StringComparer.Ordinal)));
    }
}
