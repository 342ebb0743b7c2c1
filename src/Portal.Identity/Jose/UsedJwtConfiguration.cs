using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Identity.Jose;

internal sealed class UsedJwtConfiguration : IEntityTypeConfiguration<UsedJwt>
{
    public void Configure(EntityTypeBuilder<UsedJwt> builder)
    {
        builder.ToTable("used_jwts").HasKey(used => used.Hash);
        builder.Property(used => used.ExpiresAt).IsConcurrencyToken(); // of two that come after an expired one, one wins
        builder.HasIndex(used => used.ExpiresAt);
    }
}
