using System.Globalization;
using System.Net;
using Portal.Identity.Protocol;

namespace Portal.Tests.Unit.Support;

/// <summary>A device without a browser, as it is seen from outside.</summary>
internal sealed class HttpDevice
{
    private static int _devices;

    private HttpDevice(HttpApp app, Answer answer) => (App, Answer) = (app, answer);

    public HttpApp App { get; }

    /// <summary>The codes as they came.</summary>
    public Answer Answer { get; }

    public string UserCode => Answer.Json.GetProperty("user_code").GetString()!;

    private string DeviceCode => Answer.Json.GetProperty("device_code").GetString()!;

    /// <summary>Registers an app that runs on devices, at an address of its own, so that nobody uses up another's limits.</summary>
    public static async Task<HttpApp> RegisterAsync(PortalFactory portal, string method = "none", string name = "Television")
    {
        var app = await HttpApp.RegisterAsync(portal, method, $"{GrantTypes.DeviceCode} authorization_code refresh_token", name);
        app.Address = string.Create(CultureInfo.InvariantCulture, $"198.51.100.{Interlocked.Increment(ref _devices) % 250}");
        return app;
    }

    /// <summary>A device that shows its code.</summary>
    public static async Task<HttpDevice> RequestAsync(PortalFactory portal, string scope = A.MatrixScope, string name = "Television") =>
        await RequestAsync(await RegisterAsync(portal, name: name), scope);

    public static async Task<HttpDevice> RequestAsync(HttpApp app, string? scope = A.MatrixScope)
    {
        var answer = await app.PostAsync("oauth2/device", ("scope", scope));
        return answer.Status == HttpStatusCode.OK ? new HttpDevice(app, answer) : throw new InvalidOperationException(answer.Text);
    }

    public Task<Answer> PollAsync() => App.TokenAsync(("grant_type", GrantTypes.DeviceCode), ("device_code", DeviceCode));

    /// <summary>What the person sees who types the code.</summary>
    public async Task<Answer> PageAsync(Browser browser) =>
        await browser.FollowAsync(await browser.SubmitAsync(await browser.GetAsync("link"), ("code", UserCode)));

    /// <summary>The person ticks the box and allows it.</summary>
    public async Task<Answer> AllowAsync(Browser browser) =>
        await browser.SubmitAsync(await PageAsync(browser), ("confirm_device", "true"), ("action", "consent"));
}
