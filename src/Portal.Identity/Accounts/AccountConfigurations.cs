using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts;

internal sealed class PortalUserConfiguration : IEntityTypeConfiguration<PortalUser>
{
    public void Configure(EntityTypeBuilder<PortalUser> builder)
    {
        builder.ToTable("users");
        builder.Property(user => user.Id).ValueGeneratedNever();
        builder.Property(user => user.ErasureRequested).HasDefaultValue(false); // rows of before
        builder.Property(user => user.DisplayName).HasMaxLength(PortalUser.MaxDisplayNameBytes);
        builder.Property(user => user.Language).HasMaxLength(35); // RFC 5646 §4.4.1
        builder.HasIndex(user => user.NormalizedUserName).IsUnique();

        // Addresses are UserEmail rows; there is no telephone.
        builder.Ignore(user => user.Email).Ignore(user => user.NormalizedEmail).Ignore(user => user.EmailConfirmed);
        builder.Ignore(user => user.PhoneNumber).Ignore(user => user.PhoneNumberConfirmed);
    }
}

internal sealed class UserEmailConfiguration : IEntityTypeConfiguration<UserEmail>
{
    public void Configure(EntityTypeBuilder<UserEmail> builder)
    {
        builder.ToTable("user_emails");
        builder.Property(email => email.Id).ValueGeneratedNever();
        builder.Property(email => email.Address).HasMaxLength(254);
        builder.Property(email => email.NormalizedAddress).HasMaxLength(254);
        builder.HasIndex(email => new { email.UserId, email.NormalizedAddress }).IsUnique();
        builder.HasIndex(email => email.NormalizedAddress);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(email => email.UserId);
    }
}

internal sealed class FormerEmailConfiguration : IEntityTypeConfiguration<FormerEmail>
{
    public void Configure(EntityTypeBuilder<FormerEmail> builder)
    {
        builder.ToTable("former_emails");
        builder.Property(email => email.Id).ValueGeneratedNever();
        builder.Property(email => email.Address).HasMaxLength(254);
        builder.Property(email => email.NormalizedAddress).HasMaxLength(254);
        builder.HasIndex(email => new { email.UserId, email.NormalizedAddress }).IsUnique();
        builder.HasIndex(email => email.RemovedAt);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(email => email.UserId);
    }
}

internal sealed class UserRegistrationConfiguration : IEntityTypeConfiguration<UserRegistration>
{
    public void Configure(EntityTypeBuilder<UserRegistration> builder)
    {
        builder.ToTable("user_registrations");
        builder.Property(registration => registration.Id).ValueGeneratedNever();
        builder.HasOne(registration => registration.EmailVerification).WithMany().HasForeignKey(registration => registration.EmailVerificationId);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(registration => registration.UserId);
        builder.HasIndex(registration => registration.CreatedAt);
        builder.Property(registration => registration.WithPasskey).HasDefaultValue(false); // rows of before
        builder.Property(registration => registration.Passkey).HasConversion(passkey => JsonSerializer.Serialize(passkey, JsonSerializerOptions.Web), text => JsonSerializer.Deserialize<NewPasskey>(text, JsonSerializerOptions.Web));
        builder.Property(registration => registration.CompletedAt).IsConcurrencyToken(); // of two finishes, one makes the account
    }
}

internal sealed class EmailVerificationConfiguration : IEntityTypeConfiguration<EmailVerification>
{
    public void Configure(EntityTypeBuilder<EmailVerification> builder)
    {
        builder.ToTable("email_verifications");
        builder.Property(verification => verification.Id).ValueGeneratedNever();
        builder.Property(verification => verification.Address).HasMaxLength(254);
        builder.HasMany(verification => verification.Codes).WithOne().HasForeignKey(code => code.VerificationId);
        builder.HasIndex(verification => verification.CreatedAt);
        builder.HasIndex(verification => verification.UserId);
        // No foreign keys: SQLite could add them only by building the table anew, outside any transaction. Users are never deleted, and a session that is gone answers nothing.
        builder.Property(verification => verification.CompletedAt).IsConcurrencyToken();
    }
}

internal sealed class EmailVerificationCodeConfiguration : IEntityTypeConfiguration<EmailVerificationCode>
{
    public void Configure(EntityTypeBuilder<EmailVerificationCode> builder)
    {
        builder.ToTable("email_verification_codes");
        builder.Property(code => code.Id).ValueGeneratedNever();
    }
}

internal sealed class SecurityEventConfiguration : IEntityTypeConfiguration<SecurityEvent>
{
    public void Configure(EntityTypeBuilder<SecurityEvent> builder)
    {
        builder.ToTable("security_events");
        builder.Property(happened => happened.Id).ValueGeneratedNever();
        builder.Property(happened => happened.Kind).HasMaxLength(64);
        builder.Property(happened => happened.Detail).HasMaxLength(SessionName.MaxLength);
        builder.HasIndex(happened => new { happened.UserId, happened.CreatedAt });
        builder.HasIndex(happened => happened.CreatedAt);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(happened => happened.UserId);
        foreach (var property in builder.Metadata.GetProperties())
        {
            property.SetAfterSaveBehavior(PropertySaveBehavior.Throw); // what happened, happened: rows are added, and forgotten in time
        }
    }
}
