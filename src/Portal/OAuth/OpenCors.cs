using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Portal.OAuth;

/// <summary>Who may call from a page of another origin: anybody, without cookies, and only what the contract lists (oauth contract, section 0.3).</summary>
internal static class OpenCors
{
    public const string Discovery = "discovery";
    public const string Api = "api";
    public const string Matrix = "matrix";
    private static readonly string[] CommonHeaders = ["Authorization", "Accept", "Accept-Language", "Content-Language", "Content-Type", "traceparent", "tracestate"];

    public static void AddOpenCors(this IServiceCollection services) => services.AddCors(options =>
    {
        options.AddPolicy(Discovery, policy => Open(policy).WithHeaders(CommonHeaders));
        options.AddPolicy(Matrix, policy => Open(policy).WithHeaders([.. CommonHeaders, "X-Requested-With"]).WithExposedHeaders("Retry-After"));
        options.AddPolicy(Api, policy => Open(policy).WithHeaders([.. CommonHeaders, "X-Requested-With", DpopProofs.Header]).WithExposedHeaders(DpopProofs.NonceHeader, "WWW-Authenticate"));
    });

    /// <summary>Answers what any origin may call, before anybody looks at a cookie: no such request is a person's.</summary>
    public static IApplicationBuilder UseOpenEndpoints(this IApplicationBuilder app) => app
        .Use(AnswerPreflightWithOk)
        .UseCors()
        .Use((context, next) => context.GetEndpoint() is { RequestDelegate: { } answer } endpoint && endpoint.Metadata.GetMetadata<IEnableCorsAttribute>() is not null
            ? answer(context)
            : next(context));

    private static async Task AnswerPreflightWithOk(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (HttpMethods.IsOptions(context.Request.Method) && context.Response is { StatusCode: StatusCodes.Status204NoContent, HasStarted: false })
        {
            context.Response.StatusCode = StatusCodes.Status200OK; // some clients take 204 for a refusal (oauth contract, section 0.3)
        }
    }

    private static CorsPolicyBuilder Open(CorsPolicyBuilder policy) =>
        policy.AllowAnyOrigin().AllowAnyMethod().SetPreflightMaxAge(TimeSpan.FromHours(1));
}
