using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Identity.Outbox;

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox");
        builder.Property(message => message.Id).ValueGeneratedNever();
        builder.Ignore(message => message.IsLastAttempt);
        builder.Property(message => message.Kind).HasMaxLength(64);
        builder.Property(message => message.Attempts).IsConcurrencyToken(); // of two workers, one gets it
        builder.HasIndex(message => new { message.DueAt, message.Id }).HasFilter("completed_at IS NULL AND failed_at IS NULL");
        builder.HasIndex(message => message.SubjectId).HasFilter("subject_id IS NOT NULL AND completed_at IS NULL");
        builder.HasIndex(message => message.CompletedAt).HasFilter("completed_at IS NOT NULL");
        builder.HasIndex(message => message.FailedAt).HasFilter("failed_at IS NOT NULL");
    }
}
