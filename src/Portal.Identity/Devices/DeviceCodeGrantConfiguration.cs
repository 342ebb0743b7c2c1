using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Identity.Clients;
using Portal.Identity.Sessions;

namespace Portal.Identity.Devices;

internal sealed class DeviceCodeGrantConfiguration : IEntityTypeConfiguration<DeviceCodeGrant>
{
    public void Configure(EntityTypeBuilder<DeviceCodeGrant> builder)
    {
        builder.ToTable("device_code_grants", table =>
        {
            table.HasCheckConstraint("ck_device_code_grants_decided", "fulfilled_at IS NULL OR rejected_at IS NULL");
            table.HasCheckConstraint("ck_device_code_grants_exchanged", "exchanged_at IS NULL OR (fulfilled_at IS NOT NULL AND oauth_session_id IS NOT NULL)");
        });
        builder.Property(grant => grant.Id).ValueGeneratedNever();
        builder.Property(grant => grant.UserCode).HasMaxLength(UserCode.Length);
        builder.HasIndex(grant => grant.UserCode).IsUnique();
        builder.HasIndex(grant => grant.DeviceCodeHash).IsUnique();
        builder.HasIndex(grant => grant.CreatedAt);
        builder.HasIndex(grant => grant.ClientId);
        builder.HasIndex(grant => grant.BrowserSessionId);
        builder.HasIndex(grant => grant.OAuthSessionId);
        builder.HasOne<Client>().WithMany().HasForeignKey(grant => grant.ClientId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<BrowserSession>().WithMany().HasForeignKey(grant => grant.BrowserSessionId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<OAuthSession>().WithMany().HasForeignKey(grant => grant.OAuthSessionId).OnDelete(DeleteBehavior.Cascade);

        // Of two decisions, or two exchanges, at the same moment, one wins.
        builder.Property(grant => grant.FulfilledAt).IsConcurrencyToken();
        builder.Property(grant => grant.RejectedAt).IsConcurrencyToken();
        builder.Property(grant => grant.ExchangedAt).IsConcurrencyToken();
    }
}
