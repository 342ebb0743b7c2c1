using Portal.Hosting;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Legacy;
using Portal.Identity.Protocol;

namespace Portal.Legacy;

/// <summary><c>POST /_matrix/client/{version}/login</c> (compat contract, sections 4 to 6).</summary>
internal static class LoginEndpoint
{
    private const string Email = "email";

    public static void MapLogin(this IEndpointRouteBuilder client) => client.MapPost("/login", HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, LegacyLogin login, CancellationToken cancellationToken)
    {
        var request = await context.Request.ReadMatrixJsonAsync<LoginRequest>();
        if (!request.Succeeded)
        {
            return new MatrixErrorResult(request.Error);
        }

        var signedIn = await SignInAsync(context, login, request.Value, cancellationToken);
        if (!signedIn.Succeeded)
        {
            return new MatrixErrorResult(signedIn.Error);
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(signedIn.Value);
    }

    private static async Task<MatrixResult<LegacyLoginResponse>> SignInAsync(HttpContext context, LegacyLogin login, LoginRequest request, CancellationToken cancellationToken)
    {
        var device = new LegacyDevice(request.DeviceId, request.InitialDeviceDisplayName, request.RefreshToken);
        switch (request.Type)
        {
            case LoginFlowsEndpoint.Token:
                return request.Token is { } token ? await login.RedeemAsync(token, device, context.GetRequester(), cancellationToken) : MatrixError.BadJson;
            case LoginFlowsEndpoint.Password when login.TakesPasswords:
                var credentials = Read(request, login.TakesAddresses);
                try
                {
                    return credentials.Succeeded ? await login.SignInAsync(credentials.Value, device, context.GetRequester(), cancellationToken) : credentials.Error;
                }
                catch (PasswordGateBusyException busy)
                {
                    return MatrixError.LimitExceeded(busy.RetryAfter);
                }

            default:
                return MatrixError.InvalidLoginType;
        }
    }

    private static MatrixResult<PasswordLogin> Read(LoginRequest request, bool takesAddresses) => request switch
    {
        { Password: null } => MatrixError.BadJson,
        { User: { } user } => new PasswordLogin(user, request.Password), // of before there were identifiers
        { Identifier: null } => MatrixError.MissingIdentifier,
        { Identifier.Type: "m.id.user" } => request.Identifier.User is { } user ? new PasswordLogin(user, request.Password) : MatrixError.BadJson,
        { Identifier: { Type: "m.id.thirdparty", Medium: Email } } when takesAddresses =>
            request.Identifier.Address is { } address ? new PasswordLogin(address, request.Password, IsAddress: true) : MatrixError.BadJson,
        _ => MatrixError.UnsupportedIdentifier,
    };
}
