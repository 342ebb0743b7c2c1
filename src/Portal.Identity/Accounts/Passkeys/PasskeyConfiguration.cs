using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.Passkeys;

internal sealed class PasskeyConfiguration : IEntityTypeConfiguration<Passkey>
{
    private const int MaxCredentialIdLength = 1023; // Web Authentication §6.5.1

    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.ToTable("passkeys");
        builder.Property(passkey => passkey.Id).ValueGeneratedNever();
        builder.Property(passkey => passkey.CredentialId).HasMaxLength(MaxCredentialIdLength);
        builder.Property(passkey => passkey.Name).HasMaxLength(SessionName.MaxLength);
        builder.HasIndex(passkey => passkey.CredentialId).IsUnique();
        builder.HasIndex(passkey => passkey.UserId);
        builder.Property(passkey => passkey.SignCount).IsConcurrencyToken(); // of two uses with one count, one counts
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(passkey => passkey.UserId);
    }
}
