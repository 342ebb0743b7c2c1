using System.Text.Json;
using Portal.Theme;

namespace Portal.Development;

/// <summary>Tells open pages that the theme has changed (server-sent events), so that a designer sees a change without pressing anything.</summary>
internal static class ThemeStream
{
    public static async Task SendAsync(HttpContext context, Themes themes, IHostApplicationLifetime lifetime)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            while (true)
            {
                var changed = themes.Changed; // before the theme is looked at, so that no change is missed
                var theme = context.GetTheme();
                await context.Response.WriteAsync($"data: {JsonSerializer.Serialize(new { styles = theme.Styles.Path.TrimStart('/'), markup = theme.Markup })}\n\n", end.Token);
                await context.Response.Body.FlushAsync(end.Token);
                await EndOfAsync(changed).WaitAsync(end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page is closed, or the program ends.
        }
    }

    private static async Task EndOfAsync(CancellationToken token)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (token.Register(ended.SetResult))
        {
            await ended.Task;
        }
    }
}
