using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Identity.Accounts.Recovery;

internal sealed class RecoverySessionConfiguration : IEntityTypeConfiguration<RecoverySession>
{
    public void Configure(EntityTypeBuilder<RecoverySession> builder)
    {
        builder.ToTable("user_recovery_sessions");
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.Property(session => session.Email).HasMaxLength(254);
        builder.Property(session => session.NormalizedEmail).HasMaxLength(254);
        builder.Property(session => session.Language).HasMaxLength(35); // RFC 5646 §4.4.1
        builder.HasIndex(session => session.CreatedAt);
        builder.Property(session => session.ConsumedAt).IsConcurrencyToken(); // of two tickets, one sets a password
    }
}

internal sealed class RecoveryTicketConfiguration : IEntityTypeConfiguration<RecoveryTicket>
{
    public void Configure(EntityTypeBuilder<RecoveryTicket> builder)
    {
        builder.ToTable("user_recovery_tickets");
        builder.Property(ticket => ticket.Id).ValueGeneratedNever();
        builder.HasIndex(ticket => ticket.Hash).IsUnique();
        builder.HasIndex(ticket => new { ticket.MessageId, ticket.UserId }).IsUnique();
        builder.HasOne<RecoverySession>().WithMany().HasForeignKey(ticket => ticket.SessionId);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(ticket => ticket.UserId);
    }
}
