using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Identity.Clients;

namespace Portal.Identity.Authorizations;

internal sealed class PushedAuthorizationRequestConfiguration : IEntityTypeConfiguration<PushedAuthorizationRequest>
{
    public void Configure(EntityTypeBuilder<PushedAuthorizationRequest> builder)
    {
        builder.ToTable("pushed_authorization_requests");
        builder.Property(request => request.Id).ValueGeneratedNever();
        builder.HasIndex(request => request.UriHash).IsUnique();
        builder.HasIndex(request => request.ExpiresAt);
        builder.HasOne<Client>().WithMany().HasForeignKey(request => request.ClientId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<AuthorizationGrant>().WithMany().HasForeignKey(request => request.GrantId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(request => request.GrantId).IsConcurrencyToken(); // of two uses at the same moment, one makes the grant
    }
}
