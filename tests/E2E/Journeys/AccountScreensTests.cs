using Portal.Tests.E2E.Support;
using Xunit;

namespace Portal.Tests.E2E.Journeys;

/// <summary>The pages of an account, in every state.</summary>
[Collection("Screens in the account")]
[TestCaseOrderer(typeof(InOrderOfSettings))]
public sealed class AccountScreensTests(Stage stage) : IClassFixture<Stage>
{
    public static TheoryData<string> Names { get; } = EveryScreen.NamesOf(EveryScreen.InTheAccount);

    [Theory]
    [MemberData(nameof(Names))]
    public Task Has_no_barrier_and_fits_any_window(string name) => EveryScreen.SeeAsync(stage, name);
}
