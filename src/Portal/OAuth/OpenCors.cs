using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Portal.OAuth;

/// <summary>Who may call from a page of another origin: anybody, without cookies, and only what the contract lists (oauth contract, section 0.3).</summary>
internal static class OpenCors
{
    public const string Discovery = "discovery";
    public const string Api = "api";
    private static readonly string[] CommonHeaders = ["Authorization", "Accept", "Accept-Language", "Content-Language", "Content-Type", "traceparent", "tracestate"];

    public static void AddOpenCors(this IServiceCollection services) => services.AddCors(options =>
    {
        options.AddPolicy(Discovery, policy => Open(policy).WithHeaders(CommonHeaders));
        options.AddPolicy(Api, policy => Open(policy).WithHeaders([.. CommonHeaders, "X-Requested-With"]));
    });

    private static CorsPolicyBuilder Open(CorsPolicyBuilder policy) =>
        policy.AllowAnyOrigin().AllowAnyMethod().SetPreflightMaxAge(TimeSpan.FromHours(1));
}
