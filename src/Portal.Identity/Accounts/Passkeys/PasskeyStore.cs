using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;

namespace Portal.Identity.Accounts.Passkeys;

/// <summary>The user store of the library, which finds passkeys where we keep them: in columns, with what a list of them shows.</summary>
/// <remarks>It only reads them. They are written by <see cref="AccountPasskeys"/> and <see cref="PasskeySignIn"/>, each time as part of a change.</remarks>
public sealed class PasskeyStore(PortalDbContext database, IdentityErrorDescriber? describer = null) : UserOnlyStore<PortalUser, PortalDbContext, Guid>(database, describer)
{
    public override async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PortalUser user, CancellationToken cancellationToken)
    {
        var passkeys = await Context.Passkeys.AsNoTracking().Where(passkey => passkey.UserId == user.Id).OrderBy(passkey => passkey.Id).ToListAsync(cancellationToken);
        return [.. passkeys.Select(passkey => passkey.ToInfo())];
    }

    public override async Task<UserPasskeyInfo?> FindPasskeyAsync(PortalUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        (await Context.Passkeys.AsNoTracking().SingleOrDefaultAsync(passkey => passkey.UserId == user.Id && passkey.CredentialId == credentialId, cancellationToken))?.ToInfo();

    public override Task<PortalUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Context.Users.SingleOrDefaultAsync(user => Context.Passkeys.Any(passkey => passkey.UserId == user.Id && passkey.CredentialId == credentialId), cancellationToken);

    public override Task AddOrUpdatePasskeyAsync(PortalUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw ReadOnly();

    public override Task RemovePasskeyAsync(PortalUser user, byte[] credentialId, CancellationToken cancellationToken) => throw ReadOnly();

    private static NotSupportedException ReadOnly() => new("Passkeys are changed by AccountPasskeys, which tells their owner.");
}
