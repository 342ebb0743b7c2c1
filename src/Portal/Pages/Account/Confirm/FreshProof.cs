using Microsoft.Extensions.Options;
using Portal.Hosting;
using Portal.Identity.Accounts;
using Portal.Identity.Authorizations;

namespace Portal.Pages.Account.Confirm;

/// <summary>Asks for the proof that <see cref="RequiresFreshProof"/> wants, and leads back (flows contract, section 5.4). A form is kept meanwhile.</summary>
internal sealed class FreshProof(IOptions<AccountOptions> options, TimeProvider clock, KeptForm kept) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var person = http.User.GetPerson()!;
        if (person.HasFreshProof(clock.GetUtcNow(), options.Value.ProofLifetime) || (await http.RequestServices.GetRequiredService<AccountOverview>().WaysToProveAsync(person.UserId, http.RequestAborted)).None)
        {
            return await next(context);
        }

        if (HttpMethods.IsPost(http.Request.Method))
        {
            kept.Keep(http, await http.Request.ReadFormAsync(http.RequestAborted));
        }

        // A form and the page that shows it have one address.
        return new SeeOther(Continuation.OfAccount(http.Request.Path.Value!, http.Request.GetContinuation()).With(AccountPlaces.Confirm));
    }
}

internal static class FreshProofConventions
{
    /// <summary>The page, or the form, wants a fresh proof of who the person is. A form must have the address of the page that shows it.</summary>
    public static RouteHandlerBuilder RequireFreshProof(this RouteHandlerBuilder builder) =>
        builder.WithMetadata(new RequiresFreshProof()).AddEndpointFilter<RouteHandlerBuilder, FreshProof>();
}
