using Portal.Identity.Protocol;
using Portal.Hosting;
using Portal.Identity.Authorizations;
using Portal.Identity.Devices;
using Portal.Identity.Homeserver;
using Portal.Identity.Sessions;
using Portal.Layout;
using Portal.Pages.Consent;
using Portal.Texts;

namespace Portal.Pages.Devices;

/// <summary>What asking about a device needs to know.</summary>
internal sealed class DevicePageServices(DeviceConsent devices, AuthorizationService authorizations, HomeserverQuestions homeserver, TimeProvider clock)
{
    /// <summary>The question, or why it cannot be asked; 400 where the answer came without a tick.</summary>
    public async Task<IResult> AskAsync(HttpContext context, DeviceGrantOverview overview, SignedInPerson person, DeviceTicks ticks, CancellationToken cancellationToken)
    {
        var page = PageContext.Of(context);
        var app = AppIdentity.OfDevice(overview.Client);
        switch (await devices.CheckAsync(overview.Grant, person.UserId, context.GetRequester(), cancellationToken))
        {
            case []:
                break;
            case [{ DevicesToRemove: > 0 and var toRemove }]:
                return PageResult.Of<DeviceLimitPage>(context, new { Page = page, App = app, ToRemove = toRemove, CancelAction = "reject", CancelText = page.Texts["device.refused-end"] });
            case var objections:
                return PageResult.Of<DeviceRefusedPage>(context, new { Page = page, App = app, Objections = objections });
        }

        var scope = overview.Grant.ReadScope();
        var agent = UserAgent.Parse(overview.Grant.UserAgent);
        var view = new DeviceView
        {
            App = app,
            UserId = page.Brand.UserIdOf(person.Username),
            AccountName = await homeserver.FindDisplayNameAsync(person.Username, cancellationToken) ?? person.Name,
            Code = UserCode.InGroups(overview.Grant.UserCode),
            Icon = DeviceWords.IconOf(agent),
            Device = DeviceWords.NameOf(agent, page.Texts),
            UserAgent = overview.Grant.UserAgent,
            Address = overview.Grant.IpAddress,
            At = overview.Grant.CreatedAt,
            AtText = page.Texts.Ago(overview.Grant.CreatedAt, clock.GetUtcNow()),
            Can = ScopeWords.Can(scope, RequestedClaims.None),
            Dangerous = ScopeWords.Dangerous(scope),
            IsNew = await authorizations.IsNewHereAsync(overview.Client.Id, cancellationToken),
            TickMissing = ticks.DeviceMissing,
            DangerousTickMissing = ticks.DangerousMissing,
        };
        return PageResult.Of<DevicePage>(context, ticks.AreComplete ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, new { Page = page, View = view });
    }
}
