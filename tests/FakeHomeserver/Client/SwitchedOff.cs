using Portal.Tests.FakeHomeserver.Http;

namespace Portal.Tests.FakeHomeserver.Client;

/// <summary>What Synapse does not do any more once somebody else has the accounts (homeserver contract, section 6.4).</summary>
internal static class SwitchedOff
{
    private static readonly (string Method, string Pattern)[] Paths =
    [
        ("GET", "/_matrix/client/{v}/login"),
        ("POST", "/_matrix/client/{v}/login"),
        ("GET", "/_matrix/client/{v}/login/sso/redirect"),
        ("GET", "/_matrix/client/{v}/login/sso/redirect/{idp}"),
        ("POST", "/_matrix/client/{v}/logout"),
        ("POST", "/_matrix/client/{v}/logout/all"),
        ("POST", "/_matrix/client/{v}/refresh"),
        ("POST", "/_matrix/client/{v}/account/password"),
        ("POST", "/_matrix/client/{v}/account/password/email/requestToken"),
        ("POST", "/_matrix/client/{v}/account/deactivate"),
        ("POST", "/_matrix/client/{v}/account/3pid"),
        ("POST", "/_matrix/client/{v}/account/3pid/add"),
        ("POST", "/_matrix/client/{v}/account/3pid/delete"),
        ("POST", "/_matrix/client/{v}/account/3pid/email/requestToken"),
        ("POST", "/_matrix/client/{v}/account/3pid/msisdn/requestToken"),
        ("POST", "/_matrix/client/{v}/delete_devices"),
        ("GET", "/_matrix/client/{v}/register/available"),
        ("GET", "/_matrix/client/{v}/register/m.login.registration_token/validity"),
        ("GET", "/_synapse/admin/v1/registration_tokens"),
        ("POST", "/_synapse/admin/v1/registration_tokens/new"),
        ("POST", "/_synapse/admin/v1/reset_password/{userId}"),
        ("POST", "/_synapse/admin/v1/users/{userId}/login"),
        ("GET", "/_synapse/admin/v1/register"),
        ("POST", "/_synapse/admin/v1/register"),
        ("GET", "/_synapse/admin/v1/users/{userId}/admin"),
        ("PUT", "/_synapse/admin/v1/users/{userId}/admin"),
        ("POST", "/_synapse/admin/v1/account_validity/validity"),
    ];

    public static IEnumerable<FakeEndpoint> All { get; } =
        [.. Paths.Select(path => FakeEndpoint.Of("switched_off", path.Method, path.Pattern, _ => throw MatrixErrorException.Unrecognized()))];
}
