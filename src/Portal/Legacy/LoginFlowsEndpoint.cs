using Portal.Identity.Accounts.Passwords;

namespace Portal.Legacy;

/// <summary><c>GET /_matrix/client/{version}/login</c>: how clients may sign in (compat contract, section 3).</summary>
internal static class LoginFlowsEndpoint
{
    public const string Password = "m.login.password";
    public const string Token = "m.login.token";

    // Both names of MSC3824: clients that know OAuth are told to prefer it, and diagnostics tell by it who answers.
    private const string OtherFlows =
        $$"""{"type":"m.login.sso","oauth_aware_preferred":true,"org.matrix.msc3824.delegated_oidc_compatibility":true},{"type":"{{Token}}"}""";

    private const string WithPassword = $$"""{"flows":[{"type":"{{Password}}"},{{OtherFlows}}]}""";
    private const string WithoutPassword = $$"""{"flows":[{{OtherFlows}}]}""";

    public static void MapLoginFlows(this IEndpointRouteBuilder client) => client
        .MapGet("/login", (PasswordSwitches passwords) => TypedResults.Text(passwords.Enabled ? WithPassword : WithoutPassword, "application/json"));
}
