using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Identity.Sessions;

namespace Portal.Identity.Tokens;

internal sealed class AccessTokenConfiguration : IEntityTypeConfiguration<AccessToken>
{
    public void Configure(EntityTypeBuilder<AccessToken> builder)
    {
        builder.ToTable("access_tokens");
        builder.Property(token => token.Id).ValueGeneratedNever();
        builder.HasIndex(token => token.Hash).IsUnique();
        builder.HasIndex(token => token.SessionId);
        builder.HasIndex(token => token.ExpiresAt);
        builder.HasIndex(token => token.RevokedAt).HasFilter("revoked_at IS NOT NULL");
        builder.HasOne<OAuthSession>().WithMany().HasForeignKey(token => token.SessionId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(token => token.FirstUsedAt).IsConcurrencyToken(); // "never used" must still be true when it is acted on
    }
}

internal sealed class RefreshTokenConfiguration : IEntityTypeConfiguration<RefreshToken>
{
    public void Configure(EntityTypeBuilder<RefreshToken> builder)
    {
        builder.ToTable("refresh_tokens");
        builder.Property(token => token.Id).ValueGeneratedNever();
        builder.HasIndex(token => token.Hash).IsUnique();
        builder.HasIndex(token => token.SessionId);
        builder.HasIndex(token => token.AccessTokenId);
        builder.HasIndex(token => token.NextTokenId);
        builder.HasIndex(token => token.RevokedAt).HasFilter("revoked_at IS NOT NULL");
        builder.HasIndex(token => token.ConsumedAt).HasFilter("consumed_at IS NOT NULL");
        builder.HasOne<OAuthSession>().WithMany().HasForeignKey(token => token.SessionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<AccessToken>().WithMany().HasForeignKey(token => token.AccessTokenId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<RefreshToken>().WithMany().HasForeignKey(token => token.NextTokenId).OnDelete(DeleteBehavior.SetNull);

        // Of two racing exchanges one wins; the other runs again and sees what became of the token.
        builder.Property(token => token.ConsumedAt).IsConcurrencyToken();
        builder.Property(token => token.RevokedAt).IsConcurrencyToken();
        builder.Property(token => token.NextTokenId).IsConcurrencyToken();
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_refresh_tokens_next", "next_token_id IS NULL OR consumed_at IS NOT NULL");
            table.HasCheckConstraint("ck_refresh_tokens_end", "consumed_at IS NULL OR revoked_at IS NULL");
        });
    }
}
