using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Persistence;

namespace Portal.Identity.Keys;

/// <summary>Puts every stored secret under the encryption key that writes, so that the others are needed no more.</summary>
public sealed class EncryptionKeyChange(PortalDbContext database, Storage storage, SecretProtector protector)
{
    /// <returns>How many secrets were under another key.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A secret is under a key that is not known; nothing was changed.</exception>
    public Task<int> RunAsync(CancellationToken cancellationToken) => storage.WriteAsync(
        async () =>
        {
            var changed = 0;
            await storage.LockAsync("signing-keys", cancellationToken);
            foreach (var key in await database.SigningKeys.ToListAsync(cancellationToken))
            {
                changed += Reprotect(key.ProtectedKey, key.Reprotect);
            }

            foreach (var client in await database.Clients.Where(client => client.EncryptedClientSecret != null).ToListAsync(cancellationToken))
            {
                changed += Reprotect(client.EncryptedClientSecret!, client.Reprotect);
            }

            foreach (var authenticator in await database.Authenticators.ToListAsync(cancellationToken))
            {
                changed += Reprotect(authenticator.ProtectedKey, authenticator.Reprotect);
            }

            foreach (var key in await database.DataProtectionKeys.ToListAsync(cancellationToken))
            {
                var xml = XElement.Parse(key.Xml);
                foreach (var secret in xml.Descendants(DataProtectionXmlEncryptor.ElementName))
                {
                    changed += Reprotect(secret.Value, text => secret.Value = text);
                }

                key.Reprotect(xml.ToString(SaveOptions.DisableFormatting));
            }

            return changed;
        },
        cancellationToken);

    private int Reprotect(string text, Action<string> store)
    {
        if (protector.Reprotect(text) is not { } changed)
        {
            return 0;
        }

        store(changed);
        return 1;
    }
}
