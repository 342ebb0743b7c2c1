using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Identity.Keys;

internal sealed class SigningKeyConfiguration : IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<SigningKey> builder)
    {
        builder.ToTable("signing_keys");
        builder.Property(key => key.Id).HasMaxLength(128);
        builder.Property(key => key.Kind).HasMaxLength(16);
        builder.Ignore(key => key.SignsFrom);
    }
}

internal sealed class RetiredSigningKeyConfiguration : IEntityTypeConfiguration<RetiredSigningKey>
{
    public void Configure(EntityTypeBuilder<RetiredSigningKey> builder)
    {
        builder.ToTable("retired_signing_keys");
        builder.Property(key => key.Id).HasMaxLength(128);
    }
}

internal sealed class DataProtectionKeyConfiguration : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> builder)
    {
        builder.ToTable("data_protection_keys");
        builder.Property(key => key.Id).ValueGeneratedNever();
    }
}
