using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Identity.Accounts;
using Portal.Identity.Clients;
using Portal.Identity.Dpop;

namespace Portal.Identity.Sessions;

internal sealed class BrowserSessionConfiguration : IEntityTypeConfiguration<BrowserSession>
{
    public void Configure(EntityTypeBuilder<BrowserSession> builder)
    {
        builder.ToTable("browser_sessions");
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.Property(session => session.Methods).HasDefaultValue(ProofMethods.Password).HasSentinel(ProofMethods.None); // rows of before
        builder.Property(session => session.IsNewBrowser).HasDefaultValue(false); // rows of before
        builder.HasIndex(session => session.KeyHash).IsUnique();
        builder.HasIndex(session => new { session.UserId, session.FinishedAt, session.Id }); // the order of the person's list
        builder.HasIndex(session => session.FinishedAt).HasFilter("finished_at IS NOT NULL");
        builder.HasIndex(session => session.LastActiveAt).HasFilter("last_active_ip IS NOT NULL");
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(session => session.UserId);
        builder.Property(session => session.FinishedAt).IsConcurrencyToken();
    }
}

internal sealed class KnownBrowserConfiguration : IEntityTypeConfiguration<KnownBrowser>
{
    public void Configure(EntityTypeBuilder<KnownBrowser> builder)
    {
        builder.ToTable("known_browsers");
        builder.Property(browser => browser.Id).ValueGeneratedNever();
        builder.HasIndex(browser => new { browser.UserId, browser.Hash }).IsUnique();
        builder.HasIndex(browser => browser.LastSeenAt);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(browser => browser.UserId);
    }
}

internal sealed class KnownNetworkConfiguration : IEntityTypeConfiguration<KnownNetwork>
{
    public void Configure(EntityTypeBuilder<KnownNetwork> builder)
    {
        builder.ToTable("known_networks");
        builder.Property(network => network.Id).ValueGeneratedNever();
        builder.HasIndex(network => new { network.UserId, network.Hash }).IsUnique();
        builder.HasIndex(network => network.LastSeenAt);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(network => network.UserId);
    }
}

internal sealed class OAuthSessionConfiguration : IEntityTypeConfiguration<OAuthSession>
{
    public void Configure(EntityTypeBuilder<OAuthSession> builder)
    {
        builder.ToTable("oauth_sessions");
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.Property(session => session.KeyThumbprint).HasMaxLength(KeyBinding.ThumbprintLength);
        builder.Property(session => session.HumanName).HasMaxLength(SessionName.MaxLength);
        builder.HasIndex(session => new { session.UserId, session.FinishedAt, session.Id }); // the order of the person's list
        builder.HasIndex(session => session.ClientId);
        builder.HasIndex(session => session.BrowserSessionId);
        builder.HasIndex(session => session.FinishedAt).HasFilter("finished_at IS NOT NULL");
        builder.HasIndex(session => session.LastActiveAt).HasFilter("last_active_ip IS NOT NULL");
        builder.HasOne<Client>().WithMany().HasForeignKey(session => session.ClientId);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(session => session.UserId);
        builder.HasOne<BrowserSession>().WithMany().HasForeignKey(session => session.BrowserSessionId).OnDelete(DeleteBehavior.SetNull);
        builder.Property(session => session.FinishedAt).IsConcurrencyToken(); // an exchange and an end cannot both win
    }
}
