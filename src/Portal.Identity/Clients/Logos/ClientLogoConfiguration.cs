using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Identity.Clients.Logos;

internal sealed class ClientLogoConfiguration : IEntityTypeConfiguration<ClientLogo>
{
    public void Configure(EntityTypeBuilder<ClientLogo> builder)
    {
        builder.ToTable("client_logos").HasKey(logo => logo.ClientId);
        builder.Property(logo => logo.ClientId).ValueGeneratedNever();
        builder.HasOne<Client>().WithOne().HasForeignKey<ClientLogo>(logo => logo.ClientId).OnDelete(DeleteBehavior.Cascade);
    }
}
