using Portal.Hosting;
using Portal.Layout;
using Portal.Mail;
using Portal.Pages;

namespace Portal.Development;

/// <summary>What lets one try everything with a browser and nothing else: the inbox and a demo app. Mapped in development only.</summary>
internal static class DevelopmentEndpoints
{
    public static void MapDevelopment(this WebApplication app)
    {
        app.MapGet("/dev/inbox", (HttpContext context, InboxTransport inbox) =>
            PageResult.Of<InboxPage>(context, new { Page = PageContext.Of(context), Mails = inbox.Mails.Select(mail => new InboxEntry(mail.Message.Subject, mail.Message.To.Address, mail.ReceivedAt)).ToList() }));
        app.MapGet("/dev/inbox/{index:int}", Mail);
        app.MapGet("/dev/theme", ThemeStream.SendAsync).WithMetadata(new RequestLog.Routine()); // each open page waits there
        app.MapGet("/dev/theme.js", () => Resource("Development.theme.js", "text/javascript"));
        app.MapGet("/dev/demo", Demo);
        app.MapGet("/dev/demo.js", () => Resource("Demo.demo.js", "text/javascript"));
        app.MapGet("/dev/demo.css", () => Resource("Demo.demo.css", "text/css"));
        app.Lifetime.ApplicationStarted.Register(() => Announce(app));
    }

    // A mail as a mail client shows it: its own styles, no script, no way out.
    private static IResult Mail(HttpContext context, int index, InboxTransport inbox)
    {
        var mails = inbox.Mails;
        if (index < 0 || index >= mails.Count)
        {
            return Results.NotFound();
        }

        context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";
        var message = mails[index].Message;
        var html = message.Logo is { } logo ? message.Html.Replace("cid:" + MailPicture.ContentId, "data:image/png;base64," + Convert.ToBase64String(logo.Png), StringComparison.Ordinal) : message.Html;
        return Results.Text(html, "text/html; charset=utf-8");
    }

    private static IResult Demo(HttpContext context) => Results.Text(
        ReadResource("Demo.demo.html").Replace("{nonce}", context.GetScriptNonce(), StringComparison.Ordinal)
            .Replace("{base}", context.Request.PathBase + "/", StringComparison.Ordinal),
        "text/html; charset=utf-8");

    private static IResult Resource(string name, string contentType) => Results.Text(ReadResource(name), contentType + "; charset=utf-8");

    private static string ReadResource(string name)
    {
        using var stream = typeof(DevelopmentEndpoints).Assembly.GetManifestResourceStream($"Portal.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static void Announce(WebApplication app)
    {
        var address = app.Services.GetRequiredService<Installation>().Address;
        Console.WriteLine($"""

              Portal is running at {address.PublicBase}

                Try it with the demo app:   {address.Url("dev/demo")}
                Mails that would be sent:   {address.Url("dev/inbox")}
                Every page, in every state: {address.Url("gallery")}

              Press Ctrl+C to stop. Everything is kept in {app.Services.GetRequiredService<Installation>().DataDirectory}.

            """);
    }
}
