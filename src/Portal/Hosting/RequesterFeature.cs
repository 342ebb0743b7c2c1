using Portal.Identity.Policy;
using Portal.Identity.Sessions;

namespace Portal.Hosting;

/// <summary>Finds out once a request from where it comes (operations contract, section 6.2).</summary>
internal static class RequesterFeature
{
    private static readonly object Key = new();

    public static Requester GetRequester(this HttpContext context)
    {
        if (context.Items.TryGetValue(Key, out var known))
        {
            return (Requester)known!;
        }

        var trusted = context.RequestServices.GetRequiredService<Installation>().TrustedProxies;
        var address = ClientAddress.Resolve(context.Connection.RemoteIpAddress, context.Request.Headers["X-Forwarded-For"], trusted);
        var requester = new Requester(address, context.Request.Headers.UserAgent.ToString() is { Length: > 0 } agent ? agent : null);
        context.Items[Key] = requester;
        return requester;
    }
}
