using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Identity.Accounts.Registration;

internal sealed class RegistrationTokenConfiguration : IEntityTypeConfiguration<RegistrationToken>
{
    public void Configure(EntityTypeBuilder<RegistrationToken> builder)
    {
        builder.ToTable("registration_tokens");
        builder.Property(token => token.Id).ValueGeneratedNever();
        builder.Property(token => token.Text).HasMaxLength(RegistrationToken.MaxTextLength);
        builder.Property(token => token.InvitedBy).HasMaxLength(RegistrationToken.MaxInvitedByLength);
        builder.HasIndex(token => token.Text).IsUnique(); // both engines compare letter by letter
        builder.Property(token => token.TimesUsed).IsConcurrencyToken(); // of two that use it last, one wins
    }
}
