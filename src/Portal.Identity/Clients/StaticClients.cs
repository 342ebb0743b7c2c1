using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Identity.Keys;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;

namespace Portal.Identity.Clients;

/// <summary>Brings the clients of the configuration into the store (oauth contract, section 3.6). Those that it names no longer stay.</summary>
public sealed class StaticClients(PortalDbContext database, Storage storage, SecretProtector protector, IOptions<StaticClientOptions> options, TimeProvider clock)
{
    /// <summary>Adds and changes clients, all or none; processes that start together do it one after another.</summary>
    public Task StoreAsync(CancellationToken cancellationToken) => options.Value.Clients.Count == 0 ? Task.CompletedTask : storage.WriteAsync(
        async () =>
        {
            await storage.LockAsync("static-clients", cancellationToken);
            foreach (var entry in options.Value.Clients)
            {
                await StoreAsync(entry, cancellationToken);
            }
        },
        cancellationToken);

    private async Task StoreAsync(StaticClientOptions.Entry entry, CancellationToken cancellationToken)
    {
        if (!Ulid.TryDecode(entry.ClientId, out var id))
        {
            throw new InvalidOperationException("The configuration is validated before it is used.");
        }

        var settings = new ConfiguredClient(entry.ClientAuthMethod!, [.. entry.RedirectUris.Select(Serialise)], entry.ClientName, entry.ClientUri is null ? null : Serialise(entry.ClientUri))
        {
            Jwks = entry.Jwks,
            JwksUri = entry.JwksUri is null ? null : Serialise(entry.JwksUri),
            PostLogoutRedirectUris = [.. entry.PostLogoutRedirectUris.Select(Serialise)],
            BackchannelLogoutUri = entry.BackchannelLogoutUri is null ? null : Serialise(entry.BackchannelLogoutUri),
            PkceRequired = entry.PkceRequired,
            DpopBoundAccessTokens = entry.DpopBoundAccessTokens,
        };
        var client = await database.Clients.SingleOrDefaultAsync(client => client.Id == id, cancellationToken);
        var secret = entry.ReadSecret();
        var encryptedSecret = secret is null ? null : KeepOrProtect(client?.EncryptedClientSecret, secret);
        if (client is null)
        {
            database.Clients.Add(Client.Configure(id, settings, encryptedSecret, clock.GetUtcNow()));
        }
        else
        {
            client.Reconfigure(settings, encryptedSecret);
        }
    }

    // The same secret under the same key is written differently each time: a start that changes nothing shall change nothing.
    private string KeepOrProtect(string? stored, string secret)
    {
        try
        {
            return stored is not null && CryptographicOperations.FixedTimeEquals(protector.Unprotect(stored), Encoding.UTF8.GetBytes(secret)) ? stored : protector.Protect(secret);
        }
        catch (CryptographicException)
        {
            return protector.Protect(secret); // stored under another key
        }
    }

    private static string Serialise(string text) => Url.TryParse(text, out var url) ? url.Href : throw new InvalidOperationException("The configuration is validated before it is used.");
}
