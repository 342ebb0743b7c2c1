using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Identity.Captcha;
using Portal.Identity.Outbound;

namespace Portal.Tests.Unit.Support;

/// <summary>The checking end of a captcha service, as strict as the real ones: one address, one secret, every answer once.</summary>
internal sealed class FakeCaptcha(CaptchaService service) : HttpMessageHandler
{
    public const string Secret = "the secret of the site";
    public const string Good = "an answer of somebody who solved it";
    private readonly HashSet<string> _used = [];

    /// <summary>Where the captcha was solved.</summary>
    public string? Hostname { get; set; } = "auth.example";

    public string? SolvedAt { get; set; } = "2026-01-01T12:00:00Z";

    /// <summary>In place of a verdict.</summary>
    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public string? Body { get; set; }

    /// <summary>Nobody is there.</summary>
    public bool IsAway { get; set; }

    /// <summary>The address of the person, as it was told.</summary>
    public List<string?> Remotes { get; } = [];

    public int Asked => Remotes.Count;

    /// <summary>In place of the web.</summary>
    public void AddTo(IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton(provider => new OutboundClient(this, new OutboundOptions(), provider.GetRequiredService<TimeProvider>())));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (IsAway)
        {
            throw new HttpRequestException("Nobody is there.");
        }

        if (request.Method != HttpMethod.Post || request.RequestUri!.AbsoluteUri != CaptchaProvider.Of(service)!.CheckAddress)
        {
            return new HttpResponseMessage(HttpStatusCode.NotFound);
        }

        var form = QueryHelpers.ParseQuery(await request.Content!.ReadAsStringAsync(cancellationToken));
        Remotes.Add(form["remoteip"]);
        var isGood = form["secret"] == Secret && form["response"] == Good && _used.Add(Good);
        return new HttpResponseMessage(Status)
        {
            Content = new StringContent(Body ?? JsonSerializer.Serialize(isGood
                ? (object)new { success = true, hostname = Hostname, challenge_ts = SolvedAt, action = "register" }
                : new Dictionary<string, object> { ["success"] = false, ["error-codes"] = new[] { "timeout-or-duplicate" } })),
        };
    }
}
