using System.Text;
using Microsoft.AspNetCore.Http;
using Portal.Tests.FakeHomeserver.Http;

namespace Portal.Tests.FakeHomeserver.Faults;

/// <summary>Lets a fault happen to a request.</summary>
internal static class FaultInjection
{
    /// <returns>Whether the request has come to its end.</returns>
    public static async Task<bool> HappenAsync(this Fault fault, HttpContext context, TimeProvider clock, CancellationToken cancellationToken)
    {
        switch (fault.Kind)
        {
            case FaultKind.Delay:
                await Task.Delay(fault.Delay, clock, cancellationToken);
                return false;
            case FaultKind.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
                return true;
            case FaultKind.Status:
                await context.Response.WriteAsync(Answer.Error(fault.Status, fault.ErrorCode, "Injected"), cancellationToken);
                return true;
            case FaultKind.Garbage:
                context.Response.StatusCode = fault.Status;
                context.Response.ContentType = "text/html";
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(fault.Text), cancellationToken);
                return true;
            case FaultKind.HalfAnswer:
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = 1000;
                await context.Response.Body.WriteAsync("{\"user_id\":"u8.ToArray(), cancellationToken);
                await context.Response.Body.FlushAsync(cancellationToken);
                context.Abort();
                return true;
            default:
                context.Abort();
                return true;
        }
    }

    /// <summary>Writes an answer as Synapse does.</summary>
    public static async Task WriteAsync(this HttpResponse response, Answer answer, CancellationToken cancellationToken)
    {
        response.StatusCode = answer.Status;
        if (answer.Body is { } body)
        {
            response.ContentType = "application/json";
            await response.Body.WriteAsync(Encoding.UTF8.GetBytes(body.ToJsonString()), cancellationToken);
        }
    }
}
