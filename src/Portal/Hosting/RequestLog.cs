using System.Diagnostics;
using Portal.Identity.Protocol;

namespace Portal.Hosting;

/// <summary>One line a request, when the answer is ready: never the query, never a token (operations contract, section 7.1).</summary>
/// <remarks>What goes well and comes thousands of times a second is on <see cref="LogLevel.Debug"/>: writing its lines would cost more than its work.</remarks>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> logger, TimeProvider clock)
{
    private const int MaxPathLength = 200;

    public async Task InvokeAsync(HttpContext context)
    {
        var started = clock.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var elapsed = clock.GetElapsedTime(started).TotalMilliseconds;
            var status = context.Response.StatusCode;
            var level = status >= 500 ? LogLevel.Error
                : status >= 400 ? LogLevel.Warning
                : context.GetEndpoint()?.Metadata.GetMetadata<Routine>() is not null ? LogLevel.Debug
                : LogLevel.Information;
            if (logger.IsEnabled(level))
            {
                Log(logger, level, context.Request.Method, PathOf(context), status, elapsed, context.GetRequester().AddressText ?? "-", RequesterOf(context), Activity.Current?.TraceId.ToString() ?? "-");
            }
        }
    }

    // A path is what somebody typed: no line breaks, no colours, no megabytes.
    private static string PathOf(HttpContext context)
    {
        var path = context.Request.PathBase.Add(context.Request.Path).ToUriComponent();
        return path.Length > MaxPathLength ? path[..MaxPathLength] : path;
    }

    private static string RequesterOf(HttpContext context) =>
        context.User.GetPerson() is { } person ? $"user:{Ulid.Encode(person.UserId)}"
        : context.Items[typeof(RequestLog)] as string ?? "-";

    /// <summary>Notes on whose behalf a request without a person was made.</summary>
    public static void SetRequester(HttpContext context, string requester) => context.Items[typeof(RequestLog)] = requester;

    /// <summary>Notes which client a request came from.</summary>
    public static void SetClient(HttpContext context, string clientId) => SetRequester(context, $"oauth2-client:{clientId}");

    /// <summary>What programs ask all day, such as the homeserver whose token it has.</summary>
    public sealed class Routine;

    [LoggerMessage(EventId = 1001, EventName = "http.server.response", Message = "{Method} {Path} {Status} in {Elapsed:0.0} ms from {ClientAddress} as {Requester} [{TraceId}]")]
    private static partial void Log(ILogger logger, LogLevel level, string method, string path, int status, double elapsed, string clientAddress, string requester, string traceId);
}
