using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Discovery;
using Portal.Pages.Account.Passkeys;

namespace Portal.Pages.Passkeys;

/// <summary><c>/.well-known/passkey-endpoints</c>: where keepers of passkeys lead their people to (W3C, "A Well-Known URL for Relying Party Passkey Endpoints").</summary>
internal static class WellKnownPasskeyEndpoints
{
    public static void MapWellKnownPasskeyEndpoints(this IEndpointRouteBuilder routes) => routes.MapGet("/.well-known/passkey-endpoints", (PasskeySwitch passkeys, IssuerAddress address) => passkeys.Enabled
        ? Results.Json(new { enroll = address.Url(PasskeyPlaces.Add.TrimStart('/')), manage = address.Url(PasskeyPlaces.List.TrimStart('/')) })
        : Results.NotFound());
}
