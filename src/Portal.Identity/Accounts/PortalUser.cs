using Microsoft.AspNetCore.Identity;

namespace Portal.Identity.Accounts;

/// <summary>A person's account. Its id is the <c>sub</c> of every token and is never used again, nor is its name.</summary>
public sealed class PortalUser : IdentityUser<Guid>
{
    /// <summary>Longest name that is taken, in bytes of UTF-8 (flows contract, sections 6.7 and 9.2).</summary>
    public const int MaxDisplayNameBytes = 255;

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

    /// <summary>What others see in place of the username; none if the person chose none.</summary>
    public string? DisplayName { get; private set; }

    /// <summary>A BCP 47 tag: the language that the person chose or used last, for mails and for the next browser.</summary>
    public string? Language { get; private set; }

    /// <summary>Since when an administrator has locked the account.</summary>
    public DateTimeOffset? LockedAt { get; private set; }

    /// <summary>Since when the account is deleted; its row stays so that its name is not given away.</summary>
    public DateTimeOffset? DeactivatedAt { get; private set; }

    /// <summary>Until when its owner can have a deleted account back; none if it never comes back, because that time is over or an administrator deleted it.</summary>
    public DateTimeOffset? DeletionDueAt { get; private set; }

    /// <summary>Whether the homeserver shall hide the person's messages from whoever joins a room later.</summary>
    public bool ErasureRequested { get; private set; }

    /// <summary>When the password was last changed, recovered or voided; none while it is the one of the registration.</summary>
    public DateTimeOffset? PasswordChangedAt { get; private set; }

    /// <summary>From when the person must sign in in two steps, if the operator wants that; none if they were never told.</summary>
    public DateTimeOffset? SecondStepDueAt { get; private set; }

    /// <summary>Whether the person may grant scopes that administer the server.</summary>
    public bool CanRequestAdmin { get; private set; }

    /// <summary>The terms that were accepted last, and when.</summary>
    public string? AcceptedTermsUri { get; private set; }

    public DateTimeOffset? AcceptedTermsAt { get; private set; }

    /// <summary>Whether the account can be used: neither locked nor deactivated.</summary>
    public bool IsUsable => LockedAt is null && DeactivatedAt is null;

    /// <param name="displayName">At most <see cref="MaxDisplayNameBytes"/> of UTF-8, already checked; none to go by the username.</param>
    public void Rename(string? displayName) => DisplayName = displayName;

    public void Speak(string language) => Language = language;

    /// <summary>Puts a new password in place of the old one, of which nothing stays.</summary>
    public void ReplacePassword(string hash, DateTimeOffset now) => (PasswordHash, PasswordChangedAt) = (hash, now);

    /// <summary>Nobody signs in with the password any more, and nothing that it proved counts; the owner chooses another.</summary>
    public void VoidPassword(DateTimeOffset now) => (PasswordHash, PasswordChangedAt) = (null, now);

    public void AcceptTerms(string uri, DateTimeOffset now) => (AcceptedTermsUri, AcceptedTermsAt) = (uri, now);

    public void Lock(DateTimeOffset now) => LockedAt ??= now;

    public void Unlock() => LockedAt = null;

    /// <summary>An administrator deletes it: it does not come back.</summary>
    public void Deactivate(DateTimeOffset now) => (DeactivatedAt, DeletionDueAt) = (DeactivatedAt ?? now, null);

    /// <summary>Its owner deletes it: it cannot be used from now on, and can be had back for a while.</summary>
    /// <param name="window">How long; zero for not at all.</param>
    public void RequestDeletion(bool erase, TimeSpan window, DateTimeOffset now) => (DeactivatedAt, DeletionDueAt, ErasureRequested) = (now, now + window, erase);

    /// <summary>Whether its owner can have the deleted account back.</summary>
    public bool CanComeBack(DateTimeOffset now) => DeactivatedAt is not null && now < DeletionDueAt;

    /// <summary>Its owner has it back, as it was.</summary>
    public void ComeBack() => (DeactivatedAt, DeletionDueAt, ErasureRequested) = (null, null, false);

    /// <summary>The time to come back is over: what others called the person is forgotten. The name stays taken.</summary>
    public void FinishDeletion() => (DeletionDueAt, DisplayName) = (null, null);

    /// <summary>The person is told; the first time counts.</summary>
    public void OweSecondStep(DateTimeOffset dueAt) => SecondStepDueAt ??= dueAt;

    public void AllowAdmin(bool allowed) => CanRequestAdmin = allowed;
}
