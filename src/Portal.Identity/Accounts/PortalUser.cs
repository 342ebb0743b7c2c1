using Microsoft.AspNetCore.Identity;

namespace Portal.Identity.Accounts;

/// <summary>A person's account. Its id is the <c>sub</c> of every token and is never used again, nor is its name.</summary>
public sealed class PortalUser : IdentityUser<Guid>
{
    public PortalUser()
    {
    }

    /// <summary>A new account; the id carries the time of its creation.</summary>
    /// <param name="username">The localpart of the Matrix ID, already checked against the rules.</param>
    public PortalUser(string username, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        UserName = username;
        CreatedAt = now;
    }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Since when an administrator has locked the account.</summary>
    public DateTimeOffset? LockedAt { get; private set; }

    /// <summary>Since when the account is deleted; its row stays so that its name is not given away.</summary>
    public DateTimeOffset? DeactivatedAt { get; private set; }

    /// <summary>Whether the person may grant scopes that administer the server.</summary>
    public bool CanRequestAdmin { get; private set; }

    /// <summary>The terms that were accepted last, and when.</summary>
    public string? AcceptedTermsUri { get; private set; }

    public DateTimeOffset? AcceptedTermsAt { get; private set; }

    /// <summary>Whether the account can be used: neither locked nor deactivated.</summary>
    public bool IsUsable => LockedAt is null && DeactivatedAt is null;

    public void AcceptTerms(string uri, DateTimeOffset now) => (AcceptedTermsUri, AcceptedTermsAt) = (uri, now);

    public void Lock(DateTimeOffset now) => LockedAt ??= now;

    public void Deactivate(DateTimeOffset now) => DeactivatedAt ??= now;

    public void AllowAdmin(bool allowed) => CanRequestAdmin = allowed;
}
