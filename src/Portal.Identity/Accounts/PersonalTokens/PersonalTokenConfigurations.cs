using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Identity.Clients;
using Portal.Identity.Sessions;

namespace Portal.Identity.Accounts.PersonalTokens;

internal sealed class PersonalSessionConfiguration : IEntityTypeConfiguration<PersonalSession>
{
    public void Configure(EntityTypeBuilder<PersonalSession> builder)
    {
        builder.ToTable("personal_sessions", table => table.HasCheckConstraint("ck_personal_sessions_owner", "(owner_user_id IS NULL) <> (owner_client_id IS NULL)"));
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.Property(session => session.HumanName).HasMaxLength(SessionName.MaxLength);
        builder.HasIndex(session => new { session.ActorUserId, session.FinishedAt, session.Id });
        builder.HasIndex(session => session.OwnerUserId);
        builder.HasIndex(session => session.OwnerClientId);
        builder.HasIndex(session => session.FinishedAt).HasFilter("finished_at IS NOT NULL");
        builder.HasIndex(session => session.LastActiveAt).HasFilter("last_active_ip IS NOT NULL");
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(session => session.OwnerUserId);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(session => session.ActorUserId);
        builder.HasOne<Client>().WithMany().HasForeignKey(session => session.OwnerClientId);
        builder.Property(session => session.FinishedAt).IsConcurrencyToken(); // of two ends, one tells of it
    }
}

internal sealed class PersonalAccessTokenConfiguration : IEntityTypeConfiguration<PersonalAccessToken>
{
    public void Configure(EntityTypeBuilder<PersonalAccessToken> builder)
    {
        builder.ToTable("personal_access_tokens");
        builder.Property(token => token.Id).ValueGeneratedNever();
        builder.HasIndex(token => token.Hash).IsUnique();
        builder.HasIndex(token => token.SessionId);
        builder.HasIndex(token => token.SessionId, "ix_personal_access_tokens_working").IsUnique().HasFilter("revoked_at IS NULL"); // one at a time
        builder.HasOne<PersonalSession>().WithMany().HasForeignKey(token => token.SessionId).OnDelete(DeleteBehavior.Cascade);
    }
}
