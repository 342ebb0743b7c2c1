using Portal.Identity.Keys;
using Portal.Identity.Persistence;

namespace Portal.Hosting;

/// <summary>For supervisors and load balancers (operations contract, section 6.3).</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithMetadata(new RequestLog.Routine());
        health.MapGet("/live", () => Results.Text("ok"));
        health.MapGet("", ReadyAsync);
        health.MapGet("/ready", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(PortalDbContext database, SigningKeyRing keys, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested || keys.Algorithms.Count == 0)
        {
            return Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        return await database.Database.CanConnectAsync(cancellationToken)
            ? Results.Text("ok")
            : Results.Text("the database cannot be reached", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
