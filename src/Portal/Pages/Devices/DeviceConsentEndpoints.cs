using Portal.Components.Feedback;
using Portal.Components.Icons;
using Portal.Hosting;
using Portal.Identity.Authorizations;
using Portal.Identity.Devices;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Pages.Account.Sessions;
using Portal.Pages.Errors;
using Portal.Texts;

namespace Portal.Pages.Devices;

/// <summary><c>/device/{grant}</c>: the person compares, and decides (oauth contract, section 8.3).</summary>
internal static class DeviceConsentEndpoints
{
    public static void MapDeviceConsent(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/device/{id}", ShowAsync);
        routes.MapPost("/device/{id}", DecideAsync).WithMetadata(new AskAgainWhenOld());
    }

    private static Task<IResult> ShowAsync(HttpContext context, string id, DeviceConsent devices, DevicePageServices pages, CancellationToken cancellationToken) =>
        WithPendingAsync(context, id, devices, (overview, person) => pages.AskAsync(context, overview, person, DeviceTicks.NotAsked, cancellationToken), cancellationToken);

    private static Task<IResult> DecideAsync(
        HttpContext context, string id, DeviceConsent devices, DevicePageServices pages, BrowserSessions sessions, CancellationToken cancellationToken) =>
        WithPendingAsync(context, id, devices, async (overview, person) =>
        {
            var form = await context.Request.ReadFormAsync(cancellationToken);
            var locale = context.GetTexts().Language;
            switch (form.Text("action"))
            {
                case "reject":
                    await devices.RejectAsync(overview.Grant.Id, locale, cancellationToken);
                    return await ShowAsync(context, id, devices, pages, cancellationToken);
                case "report":
                    return await devices.RejectAsync(overview.Grant.Id, locale, cancellationToken)
                        ? Say(context, StatusCodes.Status200OK, "device.reported", IconName.Shield, Tone.Success)
                        : await ShowAsync(context, id, devices, pages, cancellationToken);
                case "switch":
                    await sessions.EndAsync(person.BrowserSessionId, cancellationToken);
                    BrowserSessionHandler.DeleteCookie(context);
                    return new SeeOther(Continuation.OfDeviceGrant(overview.Grant.Id).With("/login"));
                case "consent" when DeviceTicks.Read(form, overview.Grant) is { AreComplete: false } ticks:
                    return await pages.AskAsync(context, overview, person, ticks, cancellationToken);
                case "consent":
                    await devices.AllowAsync(overview.Grant.Id, person, locale, context.GetRequester(), cancellationToken);
                    return await ShowAsync(context, id, devices, pages, cancellationToken);
                default:
                    return ErrorPages.Page(context, StatusCodes.Status400BadRequest);
            }
        }, cancellationToken);

    /// <summary>The order is the contract's, after the question whether the code was entered here: who is deciding, is there such a grant, does it still work, is it still open?</summary>
    private static async Task<IResult> WithPendingAsync(
        HttpContext context, string id, DeviceConsent devices, Func<DeviceGrantOverview, SignedInPerson, Task<IResult>> decide, CancellationToken cancellationToken)
    {
        if (!Ulid.TryDecode(id, out var grantId))
        {
            return ErrorPages.Page(context, StatusCodes.Status400BadRequest);
        }

        if (!context.RequestServices.GetRequiredService<EnteredCodeCookie>().Holds(context, grantId))
        {
            return new SeeOther("/link");
        }

        if (context.User.GetPerson() is not { IsProofVoid: false } person)
        {
            return new SeeOther(Continuation.OfDeviceGrant(grantId).With("/login"));
        }

        if (await devices.FindAsync(grantId, cancellationToken) is not { } overview)
        {
            return Say(context, StatusCodes.Status404NotFound, "device.not-known", IconName.Broken, Tone.Info);
        }

        if (overview.Grant.HasExpired(context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()))
        {
            return Say(context, StatusCodes.Status410Gone, "device.expired", IconName.Clock, Tone.Info);
        }

        return overview.Grant.IsPending ? await decide(overview, person)
            : overview.Grant.RejectedAt is not null ? Say(context, StatusCodes.Status200OK, "device.denied", IconName.Cross, Tone.Info)
            : Say(context, StatusCodes.Status200OK, "device.granted", IconName.Check, Tone.Success);
    }

    private static IResult Say(HttpContext context, int status, string text, IconName icon, Tone tone) => MessageResult.Of(context, status, page => new Message(page.Texts[$"{text}-title"], page.Texts[$"{text}-lead", page.Texts.Duration(DeviceCodeGrant.Lifetime)])
    {
        Icon = icon,
        Tone = tone,
        Actions = status == StatusCodes.Status200OK
            ? [new(page.To(SessionPlaces.List), page.Texts["device.see-sessions"])]
            : [new(page.To("/link"), page.Texts["device.another-code"])],
    });
}
