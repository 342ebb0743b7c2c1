using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Identity.Accounts;
using Portal.Identity.Sessions;

namespace Portal.Identity.Legacy;

internal sealed class LegacySessionConfiguration : IEntityTypeConfiguration<LegacySession>
{
    public void Configure(EntityTypeBuilder<LegacySession> builder)
    {
        builder.ToTable("legacy_sessions");
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.Property(session => session.DeviceId).HasMaxLength(LegacyDevice.MaxIdLength);
        builder.Property(session => session.HumanName).HasMaxLength(SessionName.MaxLength);
        builder.HasIndex(session => new { session.UserId, session.FinishedAt, session.Id }); // the order of the person's list
        builder.HasIndex(session => session.BrowserSessionId);
        builder.HasIndex(session => session.AppPasswordId).HasFilter("app_password_id IS NOT NULL"); // no foreign key: SQLite could add it only by building the table anew
        builder.HasIndex(session => session.FinishedAt).HasFilter("finished_at IS NOT NULL");
        builder.HasIndex(session => session.LastActiveAt).HasFilter("last_active_ip IS NOT NULL");
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(session => session.UserId);
        builder.HasOne<BrowserSession>().WithMany().HasForeignKey(session => session.BrowserSessionId).OnDelete(DeleteBehavior.SetNull);
        builder.Property(session => session.FinishedAt).IsConcurrencyToken(); // a refresh and an end cannot both win
    }
}

internal sealed class LegacyAccessTokenConfiguration : IEntityTypeConfiguration<LegacyAccessToken>
{
    public void Configure(EntityTypeBuilder<LegacyAccessToken> builder)
    {
        builder.ToTable("legacy_access_tokens");
        builder.Property(token => token.Id).ValueGeneratedNever();
        builder.HasIndex(token => token.Hash).IsUnique();
        builder.HasIndex(token => token.SessionId);
        builder.HasIndex(token => token.ExpiresAt).HasFilter("expires_at IS NOT NULL");
        builder.HasOne<LegacySession>().WithMany().HasForeignKey(token => token.SessionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class LegacyRefreshTokenConfiguration : IEntityTypeConfiguration<LegacyRefreshToken>
{
    public void Configure(EntityTypeBuilder<LegacyRefreshToken> builder)
    {
        builder.ToTable("legacy_refresh_tokens");
        builder.Property(token => token.Id).ValueGeneratedNever();
        builder.HasIndex(token => token.Hash).IsUnique();
        builder.HasIndex(token => token.SessionId);
        builder.HasIndex(token => token.AccessTokenId);
        builder.HasIndex(token => token.ConsumedAt).HasFilter("consumed_at IS NOT NULL");
        builder.HasOne<LegacySession>().WithMany().HasForeignKey(token => token.SessionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<LegacyAccessToken>().WithMany().HasForeignKey(token => token.AccessTokenId).OnDelete(DeleteBehavior.SetNull);
        builder.Property(token => token.ConsumedAt).IsConcurrencyToken(); // of two refreshes with one token, one wins
    }
}

internal sealed class SsoLoginConfiguration : IEntityTypeConfiguration<SsoLogin>
{
    public void Configure(EntityTypeBuilder<SsoLogin> builder)
    {
        builder.ToTable("sso_logins", table =>
        {
            table.HasCheckConstraint("ck_sso_logins_token", "fulfilled_at IS NULL OR token_hash IS NOT NULL");
            table.HasCheckConstraint("ck_sso_logins_exchanged", "exchanged_at IS NULL OR (fulfilled_at IS NOT NULL AND legacy_session_id IS NOT NULL)");
        });
        builder.Property(login => login.Id).ValueGeneratedNever();
        builder.HasIndex(login => login.TokenHash).IsUnique();
        builder.HasIndex(login => login.CreatedAt);
        builder.HasIndex(login => login.BrowserSessionId);
        builder.HasIndex(login => login.LegacySessionId).IsUnique();
        builder.HasOne<BrowserSession>().WithMany().HasForeignKey(login => login.BrowserSessionId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<LegacySession>().WithMany().HasForeignKey(login => login.LegacySessionId).OnDelete(DeleteBehavior.Cascade);

        // Of two decisions, or two exchanges, at the same moment, one wins.
        builder.Property(login => login.FulfilledAt).IsConcurrencyToken();
        builder.Property(login => login.ExchangedAt).IsConcurrencyToken();
    }
}
