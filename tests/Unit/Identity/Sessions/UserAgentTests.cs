using Portal.Identity.Sessions;
using Xunit;

namespace Portal.Tests.Unit.Identity.Sessions;

public sealed class UserAgentTests
{
    private const DeviceKind Computer = DeviceKind.Computer;
    private const DeviceKind Mobile = DeviceKind.Mobile;
    private const DeviceKind Tablet = DeviceKind.Tablet;
    private const DeviceKind Unknown = DeviceKind.Unknown;

    [Theory]
    // Apps
    [InlineData("Element X/1.6.4 (iPhone 13 Pro; iOS 17.4; Scale/3.00)", "Element X", "1.6.4", "iOS", "17.4", "iPhone 13 Pro", Mobile)]
    [InlineData("Element X/25.11.0 (iPad Pro (11-inch) (3rd generation); iOS 18.1; Scale/2.00)", "Element X", "25.11.0", "iOS", "18.1", "iPad Pro (11-inch) (3rd generation)", Tablet)]
    [InlineData("Element X/1.6.4 (iPad Air; iPadOS 17.4; Scale/2.00)", "Element X", "1.6.4", "iPadOS", "17.4", "iPad Air", Tablet)]
    [InlineData("Element X/25.04.3 (Google Pixel 8; Android 15; AP4A.250205.002; Sdk 25.4.2)", "Element X", "25.04.3", "Android", "15", "Google Pixel 8", Mobile)]
    [InlineData("Element X dbg/0.4.1 (samsung SM-S911B; Android 14; UP1A.231005.007; Sdk 0.1)", "Element X dbg", "0.4.1", "Android", "14", "samsung SM-S911B", Mobile)]
    [InlineData("Element/1.6.10 (Xiaomi Mi 11T; Android 11; RKQ1.200826.002; Flavour GooglePlay; MatrixAndroidSdk2 1.6.10)", "Element", "1.6.10", "Android", "11", "Xiaomi Mi 11T", Mobile)]
    [InlineData("Element/1.0 (Linux; U; Android 6.0.1; SM-A510F Build/MMB29; Flavour GPlay; MatrixAndroidSdk2 1.0)", "Element", "1.0", "Android", "6.0.1", "SM-A510F", Mobile)]
    [InlineData("Riot.im/0.9 (Linux; U; Android 9; Nexus 5/build-77; Flavour FDroid)", "Riot.im", "0.9", "Android", "9", "Nexus 5", Mobile)]
    [InlineData("SchildiChat/1.6 (Linux; U; Android 12)", "SchildiChat", "1.6", "Android", "12", null, Mobile)]
    [InlineData("Element/1.11.4 (iPhone XS Max; iOS 15.6; Scale/3.00)", "Element", "1.11.4", "iOS", "15.6", "iPhone XS Max", Mobile)]
    [InlineData("Client/2 (Surface; Windows 8.1; x)", "Client", "2", "Windows", "8.1", "Surface", Unknown)]
    [InlineData("Client/2 (Mac14,2; macOS; x)", "Client", "2", "macOS", null, "Mac14,2", Unknown)]
    // Electron
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Element/1.11.60 Chrome/120.0.6099.56 Electron/28.1.1 Safari/537.36", "Element", "1.11.60", "Windows", null, null, Computer)]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) ElementNightly/2025030501 Chrome/132.0.6834.210 Electron/34.3.0 Safari/537.36", "ElementNightly", "2025030501", "macOS", null, null, Computer)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.56 Electron/28.1.1 Safari/537.36 SchildiChat/1.11.36-sc.3", "SchildiChat", "1.11.36-sc.3", "Linux", null, null, Computer)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.56 Electron/28.1.1 Safari/537.36", "Chrome", "120.0.6099.56", "Linux", null, null, Computer)]
    // Chrome and what is made of it
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Chrome", "131.0.0.0", "Windows", null, null, Computer)]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Chrome", "131.0.0.0", "macOS", null, null, Computer)]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_13_6) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/74.0.3729.169 Safari/537.36", "Chrome", "74.0.3729.169", "macOS", "10.13.6", null, Computer)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Chrome", "131.0.0.0", "Linux", null, null, Computer)]
    [InlineData("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Chrome", "131.0.0.0", "Chrome OS", null, null, Computer)]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome", "131.0.0.0", "Android", null, null, Mobile)]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Chrome", "131.0.0.0", "Android", null, null, Tablet)]
    [InlineData("Mozilla/5.0 (Linux; Android 9; SM-G973U Build/PPR1.180610.011) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/69.0.3497.100 Mobile Safari/537.36", "Chrome", "69.0.3497.100", "Android", "9", null, Mobile)]
    [InlineData("Mozilla/5.0 (Linux; Android 10; Pixel 3) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.3987.99 Mobile Safari/537.36", "Chrome", "80.0.3987.99", "Android", "10", null, Mobile)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1", "Chrome", "131.0.6778.73", "iOS", "17.7", "iPhone", Mobile)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Ubuntu Chromium/80.0.3987.87 Chrome/80.0.3987.87 Safari/537.36", "Chromium", "80.0.3987.87", "Linux", null, null, Computer)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.70", "Edge", "131.0.2903.70", "Windows", null, null, Computer)]
    [InlineData("Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.93 Safari/537.36 OPR/76.0.4017.94", "Opera", "76.0.4017.94", "Windows", "7", null, Computer)]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36", "Samsung Internet", "26.0", "Android", null, null, Mobile)]
    // Firefox
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox", "133.0", "Windows", null, null, Computer)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; WOW64; rv:115.0) Gecko/20100101 Firefox/115.0", "Firefox", "115.0", "Windows", "10", null, Computer)]
    [InlineData("Mozilla/5.0 (Windows NT 6.3; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0", "Firefox", "115.0", "Windows", "8.1", null, Computer)]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox", "133.0", "macOS", null, null, Computer)]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.11; rv:78.0) Gecko/20100101 Firefox/78.0", "Firefox", "78.0", "macOS", "10.11", null, Computer)]
    [InlineData("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox", "133.0", "Linux", null, null, Computer)]
    [InlineData("Mozilla/5.0 (X11; FreeBSD amd64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox", "128.0", "FreeBSD", null, null, Computer)]
    [InlineData("Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0", "Firefox", "133.0", "Android", "14", null, Mobile)]
    [InlineData("Mozilla/5.0 (Android 13; Tablet; rv:133.0) Gecko/133.0 Firefox/133.0", "Firefox", "133.0", "Android", "13", null, Tablet)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 14_7_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/133.0 Mobile/15E148 Safari/605.1.15", "Firefox", "133.0", "iOS", "14.7.1", "iPhone", Mobile)]
    // Every browser of a tablet or phone by Apple is Safari inside and says its own name first
    [InlineData("Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/133.0 Mobile/15E148 Safari/605.1.15", "Firefox", "133.0", "iPadOS", "17.6", "iPad", Tablet)]
    [InlineData("Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1", "Chrome", "131.0.6778.73", "iPadOS", "17.7", "iPad", Tablet)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 EdgiOS/131.0.2903.68 Mobile/15E148 Safari/604.1", "Edge", "131.0.2903.68", "iOS", "17.7", "iPhone", Mobile)]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36 EdgA/131.0.0.0", "Edge", "131.0.0.0", "Android", null, null, Mobile)]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge", "131.0.0.0", "macOS", null, null, Computer)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge", "131.0.0.0", "Linux", null, null, Computer)]
    // Safari
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", "Safari", "18.1", "macOS", null, null, Computer)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1", "Safari", "18.1", "iOS", "18.1", "iPhone", Mobile)]
    [InlineData("Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1", "Safari", "17.6", "iPadOS", "17.6", "iPad", Tablet)]
    [InlineData("Mozilla/5.0 (iPod touch; CPU iPhone OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1", "Safari", "12.1.2", "iOS", "12.5.7", "iPod", Mobile)]
    // Others
    [InlineData("Mozilla/5.0 (Windows NT 6.3; Trident/7.0; rv:11.0) like Gecko", "Internet Explorer", "11.0", "Windows", "8.1", null, Computer)]
    [InlineData("Mozilla/5.0 (Windows 8.1; x64) Gecko/1 Firefox/30.0", "Firefox", "30.0", "Windows", "8.1", null, Computer)]
    [InlineData("Mozilla/5.0 (Linux; U; Android 4.0.3; en-us; GT-P5100) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Safari/534.30", null, null, "Android", "4.0.3", null, Tablet)]
    [InlineData("Opera/9.80 (Windows NT 6.1; WOW64) Presto/2.12.388 Version/12.16", "Opera", "12.16", "Windows", "7", null, Computer)]
    [InlineData("Dart/3.5 (dart:io)", "Dart", "3.5", null, null, null, Unknown)]
    [InlineData("curl/8.5.0", "curl", "8.5.0", null, null, null, Unknown)]
    [InlineData("Fractal/9 (GNOME; Linux 6.9; x)", "Fractal", "9", "Linux", "6.9", "GNOME", Unknown)]
    [InlineData("fractal/9", "fractal", "9", null, null, null, Unknown)]
    [InlineData("matrix-rust-sdk", null, null, null, null, null, Unknown)]
    [InlineData("Nheko/0.12.0 (Qt6; Linux)", "Nheko", "0.12.0", "Linux", null, "Qt6", Unknown)]
    [InlineData("<script>/1 (<b>x</b>; <i>Android</i> 12; \u202Ex)", "<script>", "1", "<i>Android</i>", "12", "<b>x<", Unknown)]
    [InlineData("matrix-nio/0.24.0 aiohttp/3.9", "matrix-nio", "0.24.0", null, null, null, Unknown)]
    [InlineData("something", null, null, null, null, null, Unknown)]
    [InlineData("Mozilla/5.0", null, null, null, null, null, Unknown)]
    public void Reads_what_apps_and_browsers_send(
        string header, string? name, string? version, string? os, string? osVersion, string? model, DeviceKind kind) =>
        Assert.Equal(new UserAgent(name, version, os, osVersion, model, kind), UserAgent.Parse(header));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("(")]
    [InlineData("()")]
    [InlineData(")(")]
    [InlineData("/")]
    [InlineData("a/ (;)")]
    [InlineData("/1 (a; b)")]
    public void Says_nothing_about_what_says_nothing(string? header) => Assert.Equal(UserAgent.Unknown, UserAgent.Parse(header));

    [Fact]
    public void Does_not_look_beyond_1024_characters()
    {
        var agent = UserAgent.Parse("Mozilla/5.0 " + new string('x', 1012) + " Firefox/133.0");

        Assert.Equal(UserAgent.Unknown, agent);
    }

    [Theory]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("a/")]
    [InlineData(" ")]
    [InlineData("; ")]
    [InlineData("Mozilla/5.0 (")]
    [InlineData("a/1 (b; c) ")]
    [InlineData("OS 1_")]
    public void Survives_repetitions_of_what_it_looks_for(string part) =>
        Assert.NotNull(UserAgent.Parse(string.Concat(Enumerable.Repeat(part, 100_000))));
}
