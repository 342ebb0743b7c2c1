using Portal.Tests.E2E.Support;
using Xunit;

namespace Portal.Tests.E2E.Journeys;

/// <summary>The pages on the way into an account and out of it, in every state.</summary>
[Collection("Screens on the way")]
[TestCaseOrderer(typeof(InOrderOfSettings))]
public sealed class WayScreensTests(Stage stage) : IClassFixture<Stage>
{
    public static TheoryData<string> Names { get; } = EveryScreen.NamesOf(EveryScreen.OnTheWay);

    [Theory]
    [MemberData(nameof(Names))]
    public Task Has_no_barrier_and_fits_any_window(string name) => EveryScreen.SeeAsync(stage, name);
}
