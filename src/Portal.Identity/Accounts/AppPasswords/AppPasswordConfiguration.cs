using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.AppPasswords;

internal sealed class AppPasswordConfiguration : IEntityTypeConfiguration<AppPassword>
{
    public void Configure(EntityTypeBuilder<AppPassword> builder)
    {
        builder.ToTable("app_passwords");
        builder.Property(password => password.Id).ValueGeneratedNever();
        builder.Property(password => password.Name).HasMaxLength(SessionName.MaxLength);
        builder.HasIndex(password => new { password.UserId, password.Hash }).IsUnique();
        builder.HasIndex(password => password.FinishedAt).HasFilter("finished_at IS NOT NULL");
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(password => password.UserId);
        builder.Property(password => password.FinishedAt).IsConcurrencyToken(); // a sign-in and an end cannot both win
    }
}
