using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Identity.Accounts.FailedSignIns;

internal sealed class FailedSignInConfiguration : IEntityTypeConfiguration<FailedSignIn>
{
    public void Configure(EntityTypeBuilder<FailedSignIn> builder)
    {
        builder.ToTable("failed_sign_ins");
        builder.Property(failed => failed.Id).ValueGeneratedNever();
        builder.Property(failed => failed.IpAddress).HasMaxLength(64);
        builder.HasIndex(failed => new { failed.UserId, failed.Hour, failed.IpAddress }).IsUnique();
        builder.HasIndex(failed => failed.LastAt);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(failed => failed.UserId);
    }
}
