using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Identity.Accounts.Disputes;

internal sealed class DisputeTicketConfiguration : IEntityTypeConfiguration<DisputeTicket>
{
    public void Configure(EntityTypeBuilder<DisputeTicket> builder)
    {
        builder.ToTable("dispute_tickets");
        builder.Property(ticket => ticket.Id).ValueGeneratedNever();
        builder.Property(ticket => ticket.NormalizedAddress).HasMaxLength(254);
        builder.Property(ticket => ticket.Kind).HasConversion<string>().HasMaxLength(64);
        builder.HasIndex(ticket => ticket.Hash).IsUnique();
        builder.HasIndex(ticket => ticket.UserId);
        builder.HasIndex(ticket => ticket.ExpiresAt);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(ticket => ticket.UserId);
        builder.Property(ticket => ticket.UsedAt).IsConcurrencyToken(); // of two who use it, one takes the account back
    }
}
