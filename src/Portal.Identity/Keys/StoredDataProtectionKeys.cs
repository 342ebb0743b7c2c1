using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Persistence;

namespace Portal.Identity.Keys;

/// <summary>Keeps the keys of ASP.NET Core Data Protection in the database, so that cookies outlive a restart and work on every copy.</summary>
public sealed class StoredDataProtectionKeys(IServiceScopeFactory scopes, TimeProvider clock) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        return [.. database.DataProtectionKeys.AsNoTracking().Select(key => key.Xml).ToList().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        // The framework's interface is synchronous; it comes here once in 90 days.
        using var scope = scopes.CreateScope();
        var database = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var storage = scope.ServiceProvider.GetRequiredService<Storage>();
        Task.Run(() => storage.WriteAsync(
            () =>
            {
                database.DataProtectionKeys.Add(DataProtectionKey.Create(friendlyName, element.ToString(SaveOptions.DisableFormatting), clock.GetUtcNow()));
                return Task.CompletedTask;
            },
            CancellationToken.None)).GetAwaiter().GetResult();
    }
}
