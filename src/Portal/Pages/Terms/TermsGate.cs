using Portal.Identity.Accounts;
using Portal.Identity.Authorizations;
using Portal.Pages.Account;

namespace Portal.Pages.Terms;

/// <summary>Whom the terms are shown to: whoever signs in and has not accepted them as they are now.</summary>
internal sealed class TermsGate(AcceptedTerms accepted, Brand brand)
{
    public const string Path = "/terms";

    /// <summary>Where somebody goes who has just signed in: to what they wanted, by way of the terms if these are new to them.</summary>
    public async Task<string> AfterSignInAsync(Guid userId, Continuation? continuation, CancellationToken cancellationToken) =>
        brand.TosUri is { } terms && await accepted.FindAsync(userId, cancellationToken) != terms.AbsoluteUri
            ? continuation.With(Path)
            : continuation?.ToPath() ?? AccountPlaces.Home;
}
