using Portal.Identity.Sessions;
using Xunit;

namespace Portal.Tests.Unit.Identity.Sessions;

public sealed class DeviceNamesTests
{
    private static readonly UserAgent IPhone = new("Safari", "18.1", "iOS", "18.1", "iPhone", DeviceKind.Mobile);
    private static readonly UserAgent Firefox = new("Firefox", "133.0", "Linux", null, null, DeviceKind.Computer);
    private static readonly UserAgent Tool = new("curl", "8.5", null, null, null, DeviceKind.Unknown);

    [Fact]
    public void A_browser_with_a_model_is_called_by_it_and_then_browser_for_OS()
    {
        Assert.Equal(new("iPhone", null), DeviceNames.Browser(IPhone));
        Assert.Equal(new("Safari", "iOS"), DeviceNames.BrowserDetail(IPhone));
    }

    [Fact]
    public void A_browser_without_a_model_is_called_by_its_own_name_and_then_the_OS()
    {
        Assert.Equal(new("Firefox", null), DeviceNames.Browser(Firefox));
        Assert.Equal(new(null, "Linux"), DeviceNames.BrowserDetail(Firefox));
    }

    [Fact]
    public void An_app_is_called_by_the_given_name_first()
    {
        Assert.Equal(new("Anna's phone", null), DeviceNames.App(IPhone, "Anna's phone"));
        Assert.Equal(new("iPhone", null), DeviceNames.App(IPhone, " "));
    }

    [Fact]
    public void An_app_is_called_by_model_else_name_for_OS_else_name_else_nothing()
    {
        Assert.Equal(new("iPhone", null), DeviceNames.App(IPhone));
        Assert.Equal(new("Firefox", "Linux"), DeviceNames.App(Firefox));
        Assert.Equal(new("curl", null), DeviceNames.App(Tool));
        Assert.Equal(DeviceName.Unknown, DeviceNames.App(UserAgent.Unknown));
        Assert.Equal(DeviceName.Unknown, DeviceNames.App(UserAgent.Unknown with { Os = "Linux" }));
    }

    [Fact]
    public void Nothing_known_is_unknown_on_both_lines()
    {
        Assert.Equal(DeviceName.Unknown, DeviceNames.Browser(UserAgent.Unknown));
        Assert.Equal(DeviceName.Unknown, DeviceNames.BrowserDetail(UserAgent.Unknown));
    }

    [Theory]
    [InlineData(DeviceKind.Tablet, true, DeviceKind.Tablet)]
    [InlineData(DeviceKind.Computer, true, DeviceKind.Computer)]
    [InlineData(DeviceKind.Unknown, true, DeviceKind.Mobile)]
    [InlineData(DeviceKind.Unknown, false, DeviceKind.Computer)]
    public void The_kind_of_client_stands_in_for_an_unknown_kind_of_device(DeviceKind kind, bool isNative, DeviceKind shown) =>
        Assert.Equal(shown, DeviceNames.AppKind(Tool with { Kind = kind }, isNative));
}
