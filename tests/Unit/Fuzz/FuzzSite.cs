using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Tests.Unit.Support;

namespace Portal.Tests.Unit.Fuzz;

/// <summary>The application, listening on a port of this machine so that its server reads what a client of ours would never write; and a world in it.</summary>
internal sealed class FuzzSite : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PortalFactory _portal;
    private readonly HttpClient _http;
    private FuzzWorld? _world;
    private int _errors;

    private FuzzSite(PortalFactory portal)
    {
        _portal = portal;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 })
        {
            BaseAddress = portal.ListensOn,
            Timeout = Patience,
        };
    }

    public IReadOnlyList<FuzzEndpoint> Endpoints => FuzzEndpoint.AllOf(_portal.Services.GetRequiredService<EndpointDataSource>());

    /// <param name="limited">Whether the limits of how often things may be done stay as they are.</param>
    public static async Task<FuzzSite> StartAsync(bool limited)
    {
        var web = new FakeWeb();
        web.Put(FuzzWorld.ClientDocumentAddress, FuzzWorld.ClientDocument);
        var settings = new Dictionary<string, string?> { ["Portal:Account:PasswordRecoveryEnabled"] = "true", ["Logging:LogLevel:Default"] = "Error", ["Logging:LogLevel:Microsoft.AspNetCore"] = "Error", ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Error" };
        foreach (var limit in limited ? [] : (string[])["Login:PerIp", "Login:PerAccount", "Registration", "RegistrationToken", "AccountRecovery:PerIp", "AccountRecovery:PerAddress", "AccountRecovery:LinksPerIp", "UsernameAvailability", "DataExport", "PasswordStrength", "EmailAuthentication:PerIp", "EmailAuthentication:PerAddress", "EmailAuthentication:EmailsPerSession", "EmailAuthentication:AttemptPerSession", "ClientRegistration", "ClientAuthentication", "Authorization", "DeviceAuthorization", "DeviceCode"])
        {
            settings[$"Portal:RateLimiting:{limit}:Burst"] = "1000000";
        }

        var site = new FuzzSite(await PortalFactory.StartAsync(settings, port: 0, change: web.AddTo));
        await site.BeginAsync();
        return site;
    }

    /// <summary>Arranges a new world: requests have used up the one before.</summary>
    public async Task BeginAsync()
    {
        _world?.Dispose();
        _world = await FuzzWorld.ArrangeAsync(_portal);
    }

    /// <summary>Sends the request.</summary>
    /// <returns>What is wrong with the answer; nothing if it is as it should be, or if the request cannot be written at all.</returns>
    public async Task<string?> TryAsync(FuzzRequest request)
    {
        using var message = Write(request, _world!);
        if (message is null)
        {
            return null;
        }

        try
        {
            using var response = await _http.SendAsync(message);
            var (verdict, error) = (FuzzVerdict.Of(request, await Answer.ReadAsync(response)), ErrorInTheLog());
            return verdict is null ? error : $"{verdict} {error}".TrimEnd();
        }
        catch (HttpRequestException)
        {
            return ErrorInTheLog(); // the server hung up on a body that is too long, or the client did not want to send this
        }
        catch (TaskCanceledException)
        {
            return $"There was no answer for {Patience.TotalSeconds} seconds.";
        }
    }

    public async ValueTask DisposeAsync()
    {
        _world?.Dispose();
        _http.Dispose();
        await _portal.DisposeAsync();
    }

    private HttpRequestMessage? Write(FuzzRequest request, FuzzWorld world)
    {
        var asItIs = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        if (!Uri.TryCreate(_http.BaseAddress!.AbsoluteUri.TrimEnd('/') + world.FillEncoded(request.Address), asItIs, out var address))
        {
            return null;
        }

        var message = new HttpRequestMessage(new HttpMethod(request.Method), address);
        if (request.Body.Type is { } type)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body.IsEncoded ? world.FillEncoded(request.Body.Content) : world.Fill(request.Body.Content, request.Method, request.Path)));
            message.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        foreach (var header in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(header.Name, world.Fill(header.Value, request.Method, request.Path));
        }

        return message;
    }

    private string? ErrorInTheLog()
    {
        var lines = _portal.Log.Lines.Where(line => line.Level >= LogLevel.Error && !line.Category.Contains("Antiforgery", StringComparison.Ordinal)).ToArray(); // which calls every old token an error
        var line = lines.Length > _errors ? lines[_errors] : null;
        _errors = lines.Length;
        return line is null ? null : $"{line.Category} logged an error: {line.Exception?.GetType().Name} {line.Exception?.Message ?? line.Message}";
    }
}
