using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Portal.Tests.FakeHomeserver.Faults;
using Portal.Tests.FakeHomeserver.Http;

namespace Portal.Tests.FakeHomeserver.Control;

/// <summary>Lets tests of another process, and somebody with a browser, see and steer the homeserver; at a path that Synapse does not have.</summary>
internal sealed class ControlEndpoints(FakeSynapse synapse)
{
    private const string Root = "/_fake";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() }, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool IsMeant(HttpRequest request) => request.Path.StartsWithSegments(Root, StringComparison.Ordinal);

    public Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Request.Path.StartsWithSegments(Root, StringComparison.Ordinal, out var rest);
        return (context.Request.Method, rest.Value?.Trim('/').Split('/')) switch
        {
            ("GET", [""]) => WritePageAsync(context.Response, cancellationToken),
            ("GET", ["users"]) => WriteAsync(context.Response, synapse.Read(users => users.Select(UserView.Of).ToArray()), cancellationToken),
            ("PUT", ["users", var localpart]) => ArrangeAsync(context, localpart, cancellationToken),
            ("GET", ["requests"]) => WriteAsync(context.Response, synapse.Requests.All, cancellationToken),
            ("GET", ["requests", var endpoint, var count]) => WaitAsync(context.Response, endpoint, int.Parse(count, CultureInfo.InvariantCulture), cancellationToken),
            ("DELETE", ["requests"]) => Do(synapse.Requests.Clear),
            ("POST", ["faults"]) => AddFaultAsync(context, cancellationToken),
            ("DELETE", ["faults"]) => Do(synapse.Faults.Clear),
            ("POST", ["restart"]) => Do(synapse.Restart),
            _ => context.Response.WriteAsync(MatrixErrorException.Unrecognized().Answer, cancellationToken),
        };
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private async Task WaitAsync(HttpResponse response, string endpoint, int count, CancellationToken cancellationToken) =>
        await WriteAsync(response, await synapse.Requests.WaitForAsync(endpoint, cancellationToken, count), cancellationToken);

    private async Task AddFaultAsync(HttpContext context, CancellationToken cancellationToken) =>
        synapse.Faults.Add((await context.Request.ReadFromJsonAsync<Fault>(Json, cancellationToken))!);

    private async Task ArrangeAsync(HttpContext context, string localpart, CancellationToken cancellationToken)
    {
        var view = (await context.Request.ReadFromJsonAsync<UserView>(Json, cancellationToken))!;
        synapse.Arrange(localpart, view.ApplyTo);
    }

    private static Task WriteAsync<T>(HttpResponse response, T value, CancellationToken cancellationToken) => response.WriteAsJsonAsync(value, Json, cancellationToken);

    private Task WritePageAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync(synapse.Read(users => ControlPage.Of(synapse.Options.ServerName, users)), cancellationToken);
    }
}
