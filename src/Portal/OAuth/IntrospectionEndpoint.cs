using System.Buffers;
using System.Text.Json;
using Portal.Hosting;
using Portal.Identity.Clients;
using Portal.Identity.Dpop;
using Portal.Identity.Legacy;
using Portal.Identity.Protocol;
using Portal.Identity.Tokens;

namespace Portal.OAuth;

/// <summary><c>POST /oauth2/introspect</c> (RFC 7662): what the homeserver asks at nearly every request of every client.</summary>
internal static class IntrospectionEndpoint
{
    private const string SupportsDeviceId = "X-MAS-Supports-Device-Id";
    private static readonly string[] Credentials = ["client_id", "client_secret", "client_assertion", "client_assertion_type"];
    private static readonly byte[] Inactive = "{\"active\":false}"u8.ToArray();

    public static void MapIntrospection(this IEndpointRouteBuilder routes) => routes
        .MapPost("/" + EndpointPaths.Introspection, (Delegate)HandleAsync)
        .WithMetadata(new RequestLog.Routine())
        .RequireCors(OpenCors.Api);

    private static async Task<IResult> HandleAsync(HttpContext context, HomeserverSecret homeserver, ClientCheck clients, TokenIntrospection introspection, TimeProvider clock)
    {
        var form = await context.Request.ReadOAuthFormAsync();
        if (!form.Succeeded)
        {
            return new OAuthErrorResult(form.Error);
        }

        if (await RefuseCallerAsync(context, form.Value, homeserver, clients) is { } refused)
        {
            return new OAuthErrorResult(refused);
        }

        if (form.Value["token"] is not { } token)
        {
            return new OAuthErrorResult(OAuthError.InvalidRequest("token is missing."));
        }

        var record = await introspection.FindLiveAsync(token, form.Value["token_type_hint"], context.RequestAborted);
        await WriteAsync(context.Response, record, record is null ? null : ScopeOf(record, context.Request), clock.GetUtcNow());
        return EmptyResult;
    }

    private static IResult EmptyResult => Results.Empty;

    private static async Task<OAuthError?> RefuseCallerAsync(HttpContext context, OAuthForm form, HomeserverSecret homeserver, ClientCheck clients)
    {
        var authorization = context.Request.Authorization();
        if (HomeserverSecret.IsBearer(authorization))
        {
            RequestLog.SetRequester(context, "homeserver");
            return Array.Exists(Credentials, name => form[name] is not null) ? OAuthError.InvalidRequest("A bearer token and client credentials are given together.")
                : homeserver.Matches(authorization!) ? null
                : OAuthError.AccessDenied("The bearer token is not the homeserver's.");
        }

        if (await clients.FindAsync(authorization, form, context.GetRequester(), context.RequestAborted) is { IsPublic: false } known)
        {
            RequestLog.SetClient(context, known.ClientId);
            return null;
        }

        var client = await context.RequestServices.GetRequiredService<ClientRequests>().AuthenticateAsync(context, form, EndpointPaths.Introspection, context.RequestAborted);
        if (!client.Succeeded)
        {
            // Section 0.4: here, unlike elsewhere, a client that cannot be checked counts as one that is wrong.
            return client.Error.Status == StatusCodes.Status500InternalServerError ? OAuthError.InvalidClient(client.Error.Description) : client.Error;
        }

        return client.Value.IsPublic ? OAuthError.AccessDenied("A public client may not introspect tokens.") : null;
    }

    /// <summary>As the caller understands it; none if it cannot be told which device it is (homeserver contract, section 6.2).</summary>
    private static ScopeSet? ScopeOf(TokenRecord record, HttpRequest request)
    {
        var scope = record.DeviceId is null || request.Headers[SupportsDeviceId] == "1" ? ScopeSet.OfStored(record.Scope) : LegacyScope.WithDevice(record.Scope, record.DeviceId);
        return scope is null ? null : MatrixScopes.InBothSpellings(scope);
    }

    private static async ValueTask WriteAsync(HttpResponse response, TokenRecord? record, ScopeSet? scope, DateTimeOffset now)
    {
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        if (record is null || scope is null)
        {
            response.ContentLength = Inactive.Length;
            await response.BodyWriter.WriteAsync(Inactive);
            return;
        }

        WriteActive(response.BodyWriter, record, scope, now);
        await response.BodyWriter.FlushAsync();
    }

    private static void WriteActive(IBufferWriter<byte> output, TokenRecord record, ScopeSet scope, DateTimeOffset now)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteBoolean("active"u8, true);
        json.WriteString("scope"u8, scope.ToString());
        if (record.WireClientId is { } clientId)
        {
            json.WriteString("client_id"u8, clientId);
        }

        if (record is { UserId: { } userId, Username: { } username })
        {
            json.WriteString("username"u8, username);
            json.WriteString("sub"u8, Ulid.Encode(userId));
        }

        json.WriteString("token_type"u8, record.IsRefresh ? "refresh_token" : record.KeyThumbprint is null ? "access_token" : KeyBinding.TokenType);
        if (record.KeyThumbprint is { } thumbprint)
        {
            json.WriteStartObject("cnf"u8); // RFC 9449 §6.2
            json.WriteString("jkt"u8, thumbprint);
            json.WriteEndObject();
        }

        if (record.ExpiresAt is { } expiresAt)
        {
            json.WriteNumber("exp"u8, expiresAt.ToUnixTimeSeconds());
            json.WriteNumber("expires_in"u8, (long)(expiresAt - now).TotalSeconds);
        }

        json.WriteNumber("iat"u8, record.CreatedAt.ToUnixTimeSeconds());
        json.WriteNumber("nbf"u8, record.CreatedAt.ToUnixTimeSeconds());
        if (record.IsOAuth)
        {
            json.WriteString("jti"u8, Ulid.Encode(record.TokenId));
        }

        if (record.DeviceId is { } deviceId)
        {
            json.WriteString("device_id"u8, deviceId);
        }

        json.WriteEndObject();
    }
}
