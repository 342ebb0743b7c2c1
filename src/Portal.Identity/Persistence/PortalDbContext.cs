using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.AppPasswords;
using Portal.Identity.Accounts.Disputes;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.FailedSignIns;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Accounts.PersonalTokens;
using Portal.Identity.Accounts.Recovery;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Authorizations;
using Portal.Identity.Clients;
using Portal.Identity.Clients.Logos;
using Portal.Identity.Devices;
using Portal.Identity.Jose;
using Portal.Identity.Keys;
using Portal.Identity.Legacy;
using Portal.Identity.Outbox;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;
using Portal.Identity.Tokens;

namespace Portal.Identity.Persistence;

/// <summary>The one model of everything that is stored; SQLite and PostgreSQL differ only in types and migrations.</summary>
public abstract partial class PortalDbContext(DbContextOptions options) : IdentityUserContext<PortalUser, Guid>(options)
{
    public DbSet<Authenticator> Authenticators => Set<Authenticator>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<Passkey> Passkeys => Set<Passkey>();

    public DbSet<UserEmail> UserEmails => Set<UserEmail>();

    public DbSet<FormerEmail> FormerEmails => Set<FormerEmail>();

    public DbSet<DisputeTicket> DisputeTickets => Set<DisputeTicket>();

    public DbSet<UserRegistration> Registrations => Set<UserRegistration>();

    public DbSet<RegistrationToken> RegistrationTokens => Set<RegistrationToken>();

    public DbSet<EmailVerification> EmailVerifications => Set<EmailVerification>();

    public DbSet<RecoverySession> RecoverySessions => Set<RecoverySession>();

    public DbSet<RecoveryTicket> RecoveryTickets => Set<RecoveryTicket>();

    public DbSet<FailedSignIn> FailedSignIns => Set<FailedSignIn>();

    public DbSet<SecurityEvent> SecurityEvents => Set<SecurityEvent>();

    public DbSet<BrowserSession> BrowserSessions => Set<BrowserSession>();

    public DbSet<KnownBrowser> KnownBrowsers => Set<KnownBrowser>();

    public DbSet<KnownNetwork> KnownNetworks => Set<KnownNetwork>();

    public DbSet<OAuthSession> OAuthSessions => Set<OAuthSession>();

    public DbSet<LegacySession> LegacySessions => Set<LegacySession>();

    public DbSet<LegacyAccessToken> LegacyAccessTokens => Set<LegacyAccessToken>();

    public DbSet<LegacyRefreshToken> LegacyRefreshTokens => Set<LegacyRefreshToken>();

    public DbSet<SsoLogin> SsoLogins => Set<SsoLogin>();

    public DbSet<PersonalSession> PersonalSessions => Set<PersonalSession>();

    public DbSet<PersonalAccessToken> PersonalAccessTokens => Set<PersonalAccessToken>();

    public DbSet<AppPassword> AppPasswords => Set<AppPassword>();

    public DbSet<Client> Clients => Set<Client>();

    public DbSet<ClientLogo> ClientLogos => Set<ClientLogo>();

    public DbSet<AuthorizationGrant> AuthorizationGrants => Set<AuthorizationGrant>();

    public DbSet<PushedAuthorizationRequest> PushedAuthorizationRequests => Set<PushedAuthorizationRequest>();
    public DbSet<DeviceCodeGrant> DeviceCodeGrants => Set<DeviceCodeGrant>();

    public DbSet<AccessToken> AccessTokens => Set<AccessToken>();

    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    public DbSet<RetiredSigningKey> RetiredSigningKeys => Set<RetiredSigningKey>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public DbSet<UsedJwt> UsedJwts => Set<UsedJwt>();

    public DbSet<RateLimitBucket> RateLimitBuckets => Set<RateLimitBucket>();

    /// <summary>Refused outside <see cref="Storage.WriteAsync{T}"/>: every state change is one transaction, one writer at a time.</summary>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RequireTransaction();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc cref="SaveChangesAsync(bool, CancellationToken)"/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        RequireTransaction();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(PortalDbContext).Assembly);
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        NameAsOperatorsRead(builder);
    }

    private void RequireTransaction()
    {
        if (Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("State changes go through Storage.WriteAsync.");
        }
    }

    /// <summary>Columns, keys and indexes in snake case, as the tables are.</summary>
    private static void NameAsOperatorsRead(ModelBuilder builder)
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName(SnakeCase(key.GetName()!));
            }

            foreach (var foreignKey in entity.GetForeignKeys())
            {
                foreignKey.SetConstraintName(SnakeCase(foreignKey.GetConstraintName()!));
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName(SnakeCase(index.GetDatabaseName()!));
            }
        }
    }

    private static string SnakeCase(string name) => WordStart().Replace(name.Replace("OAuth", "Oauth", StringComparison.Ordinal), "_").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WordStart();
}
