using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Identity.Protocol;

namespace Portal.Identity.Clients;

internal sealed class ClientConfiguration : IEntityTypeConfiguration<Client>
{
    public void Configure(EntityTypeBuilder<Client> builder)
    {
        builder.ToTable("clients", table => table.HasCheckConstraint("ck_clients_jwks", "jwks IS NULL OR jwks_uri IS NULL"));
        builder.Property(client => client.Id).ValueGeneratedNever();
        builder.Property(client => client.MetadataDigest).HasMaxLength(64);
        builder.Property(client => client.IsPkceExempt).HasDefaultValue(false); // clients of before have no exemption
        builder.Property(client => client.LogoFingerprint).HasMaxLength(32);
        builder.Property(client => client.LogoDueAt).IsConcurrencyToken(); // of two that find it due, one fetches
        builder.Property(client => client.IdUrl).HasMaxLength(Url.MaximumLength);
        builder.HasIndex(client => client.IdUrl).IsUnique();
        builder.Property(client => client.RequirePushedAuthorizationRequests).HasDefaultValue(false);
        builder.Property(client => client.DpopBoundAccessTokens).HasDefaultValue(false);
        builder.HasIndex(client => client.MetadataDigest).IsUnique(); // of two equal registrations, one makes the client
    }
}
