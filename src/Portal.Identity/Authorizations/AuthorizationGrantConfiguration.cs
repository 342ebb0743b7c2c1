using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Identity.Clients;
using Portal.Identity.Dpop;
using Portal.Identity.Sessions;

namespace Portal.Identity.Authorizations;

internal sealed class AuthorizationGrantConfiguration : IEntityTypeConfiguration<AuthorizationGrant>
{
    public void Configure(EntityTypeBuilder<AuthorizationGrant> builder)
    {
        builder.ToTable("authorization_grants", table =>
        {
            table.HasCheckConstraint("ck_authorization_grants_decided", "fulfilled_at IS NULL OR cancelled_at IS NULL");
            table.HasCheckConstraint("ck_authorization_grants_code", "fulfilled_at IS NULL OR code_hash IS NOT NULL");
            table.HasCheckConstraint("ck_authorization_grants_exchanged", "exchanged_at IS NULL OR (fulfilled_at IS NOT NULL AND oauth_session_id IS NOT NULL)");
        });
        builder.Property(grant => grant.Id).ValueGeneratedNever();
        builder.Property(grant => grant.ResponseMode).HasConversion<string>().HasMaxLength(16);
        builder.Property(grant => grant.KeyThumbprint).HasMaxLength(KeyBinding.ThumbprintLength);
        builder.Property(grant => grant.DemandedContext).HasMaxLength(128);
        builder.Ignore(grant => grant.Return);
        builder.HasIndex(grant => grant.CodeHash).IsUnique();
        builder.HasIndex(grant => grant.CreatedAt);
        builder.HasIndex(grant => grant.ClientId);
        builder.HasIndex(grant => grant.BrowserSessionId);
        builder.HasIndex(grant => grant.OAuthSessionId);
        builder.HasOne<Client>().WithMany().HasForeignKey(grant => grant.ClientId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<BrowserSession>().WithMany().HasForeignKey(grant => grant.BrowserSessionId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<OAuthSession>().WithMany().HasForeignKey(grant => grant.OAuthSessionId).OnDelete(DeleteBehavior.Cascade);

        // Of two decisions, or two exchanges, at the same moment, one wins.
        builder.Property(grant => grant.FulfilledAt).IsConcurrencyToken();
        builder.Property(grant => grant.CancelledAt).IsConcurrencyToken();
        builder.Property(grant => grant.ExchangedAt).IsConcurrencyToken();
    }
}
