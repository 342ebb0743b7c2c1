using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Identity.Policy;

internal sealed class RateLimitBucketConfiguration : IEntityTypeConfiguration<RateLimitBucket>
{
    public void Configure(EntityTypeBuilder<RateLimitBucket> builder)
    {
        builder.ToTable("rate_limit_buckets").HasKey(bucket => bucket.Key);
        builder.Property(bucket => bucket.Key).HasMaxLength(128);
        builder.Property(bucket => bucket.Tokens).IsConcurrencyToken();
        builder.Property(bucket => bucket.UpdatedAt).IsConcurrencyToken();
        builder.HasIndex(bucket => bucket.UpdatedAt);
    }
}
