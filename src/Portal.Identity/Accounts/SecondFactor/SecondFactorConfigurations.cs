using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Identity.Accounts.SecondFactor;

internal sealed class AuthenticatorConfiguration : IEntityTypeConfiguration<Authenticator>
{
    public void Configure(EntityTypeBuilder<Authenticator> builder)
    {
        builder.ToTable("authenticators");
        builder.HasKey(authenticator => authenticator.UserId);
        builder.Property(authenticator => authenticator.UserId).ValueGeneratedNever();
        builder.Property(authenticator => authenticator.LastStep).IsConcurrencyToken(); // of two uses of one code, one counts
        builder.HasOne<PortalUser>().WithOne().HasForeignKey<Authenticator>(authenticator => authenticator.UserId);
    }
}

internal sealed class RecoveryCodeConfiguration : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("recovery_codes");
        builder.Property(code => code.Id).ValueGeneratedNever();
        builder.HasIndex(code => new { code.UserId, code.Hash }).IsUnique();
        builder.Property(code => code.UsedAt).IsConcurrencyToken(); // of two uses of one code, one counts
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(code => code.UserId);
    }
}
