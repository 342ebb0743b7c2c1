using System.Diagnostics;
using Portal.Components.Feedback;
using Portal.Components.Icons;
using Portal.Hosting;
using Portal.Identity.Accounts.Passwords;
using Portal.Layout;
using Portal.Legacy;
using Portal.Texts;

namespace Portal.Pages.Errors;

/// <summary>What a person sees when something cannot be done: what happened, what to do next, never how it works inside.</summary>
internal static partial class ErrorPages
{
    private static readonly string[] ForPrograms = ["/oauth2", "/.well-known", "/_blazor", "/_framework", "/_content", "/health", "/_matrix"];
    private static readonly HashSet<int> Known = [400, 404, 405, 413, 500, 503];

    /// <summary>Turns failures and bare statuses of pages into pages; what clients call answers for itself.</summary>
    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (PasswordGateBusyException busy) when (!context.Response.HasStarted)
        {
            Reset(context);
            await TooMany(context, busy.RetryAfter).ExecuteAsync(context);
            return;
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            Reset(context);
            await AnswerAsync(context, bad.StatusCode);
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            LogFailure(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ErrorPages).FullName!), exception, ReferenceOf(context));
            Reset(context);
            await AnswerAsync(context, StatusCodes.Status500InternalServerError);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null } && (IsPage(context) || MatrixErrorResult.IsFor(context.Request)))
        {
            await AnswerAsync(context, context.Response.StatusCode);
        }
    });

    /// <summary>The page for a status.</summary>
    public static IResult Page(HttpContext context, int status)
    {
        var key = Known.Contains(status) ? status : status >= 500 ? 500 : 400;
        var isOurs = status >= 500;
        return MessageResult.Of(context, status, page => new Message(page.Texts[$"error.{key}-title"], page.Texts[$"error.{key}-lead"])
        {
            Icon = isOurs ? IconName.Alert : IconName.Broken,
            Tone = isOurs ? Tone.Danger : Tone.Info,
            Actions = isOurs && CanBeOpenedAgain(context.Request) ? [TryAgain(context, page)] : [new(page.To("/"), page.Texts["error.home"])],
            Reference = isOurs ? ReferenceOf(context) : null,
        });
    }

    /// <summary>The page for somebody who must wait, or whose neighbours are too many.</summary>
    /// <param name="lead">The text, with a place for the time.</param>
    /// <param name="instead">What the person can do rather than wait.</param>
    public static IResult TooMany(HttpContext context, TimeSpan retryAfter, string lead = "error.429-lead", MessageAction? instead = null)
    {
        context.SetRetryAfter(retryAfter);
        return MessageResult.Of(context, StatusCodes.Status429TooManyRequests, page => new Message(page.Texts["error.429-title"], page.Texts[lead, page.Texts.Duration(retryAfter)])
        {
            Icon = IconName.Clock,
            Actions = [.. instead is null ? [] : (MessageAction[])[instead], .. CanBeOpenedAgain(context.Request) ? [TryAgain(context, page)] : (MessageAction[])[]],
        });
    }

    // Not of a post: its form is a page of its own, one step back. Nor of an address that a browser would take for another host's.
    private static bool CanBeOpenedAgain(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path.Value is { } path && !path.StartsWith("//", StringComparison.Ordinal);

    private static MessageAction TryAgain(HttpContext context, PageContext page) =>
        new(page.To(context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent()), page.Texts["error.try-again"]);

    private static Task AnswerAsync(HttpContext context, int status)
    {
        if (IsPage(context))
        {
            return Page(context, status).ExecuteAsync(context);
        }

        if (MatrixErrorResult.IsFor(context.Request))
        {
            return MatrixErrorResult.Of(status).ExecuteAsync(context);
        }

        context.Response.StatusCode = status;
        return status >= 500
            ? context.Response.WriteAsJsonAsync(new { error = "server_error", error_description = "Something went wrong on our side." }, context.RequestAborted)
            : context.Response.WriteAsJsonAsync(new { error = "invalid_request", error_description = "The request cannot be read." }, context.RequestAborted);
    }

    private static bool IsPage(HttpContext context) =>
        !Array.Exists(ForPrograms, prefix => context.Request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase)) &&
        !HttpMethods.IsHead(context.Request.Method) && !HttpMethods.IsOptions(context.Request.Method);

    // Cookies that were set on the way stay; what describes a body does not.
    private static void Reset(HttpContext context)
    {
        context.Response.Headers.Remove("Content-Type");
        context.Response.Headers.Remove("Content-Length");
        context.Response.Headers.Remove("Location");
        context.Response.Headers.Remove("blazor-enhanced-nav"); // of a page that failed while it was drawn; the next one adds its own
    }

    private static string ReferenceOf(HttpContext context) => (Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier) is { Length: > 8 } trace
        ? $"{trace[..4]}-{trace[4..8]}".ToUpperInvariant()
        : context.TraceIdentifier;

    [LoggerMessage(1002, LogLevel.Error, "Request failed; reference {Reference}.")]
    private static partial void LogFailure(ILogger logger, Exception exception, string reference);
}
