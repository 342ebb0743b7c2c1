using System.Globalization;
using System.Security.Cryptography;
using Portal.Hosting;
using Portal.Identity.Keys;
using Portal.Identity.Persistence;

namespace Portal.CommandLine;

/// <summary>Changing keys by hand (docs/operating.md, "Keys").</summary>
internal static class KeyCommands
{
    private const string Now = "--now";

    public static IReadOnlyList<Command> All { get; } =
    [
        new("keys rotate", [Now], $"Makes new signing keys, which sign after a day; with {Now} at once, and the old ones are gone.", RotateAsync),
        new("keys rotate-encryption", [], "Makes a new encryption key in the data directory and puts every secret under it; the portal must not be running.", RotateEncryptionAsync),
        new("keys reencrypt", [], "Puts every secret under the encryption key of the configuration.", ReencryptAsync),
    ];

    private static async Task<string> RotateAsync(CommandContext context)
    {
        await context.RequireDatabaseAsync();
        var keys = context.Services.GetRequiredService<SigningKeyRing>();
        if (keys.AreConfigured)
        {
            throw new ConfigurationException($"The signing keys are those of {SigningKeyOptions.Section}:Keys; replace them there.");
        }

        await keys.RotateAsync(context.Has(Now), context.CancellationToken);
        return context.Has(Now)
            ? "New signing keys sign from now on, the old ones are gone. A portal that is running takes them within a minute."
            : "New signing keys are published now and sign in a day. The old ones go when nothing that they signed is valid any more.";
    }

    private static async Task<string> RotateEncryptionAsync(CommandContext context)
    {
        var installation = context.Services.GetRequiredService<Installation>();
        _ = context.Services.GetRequiredService<SingleProcessLock>(); // a portal that is running would not know the new key
        await context.RequireDatabaseAsync();
        EncryptionKeys.AddToOwnFile(context.App.Configuration, installation.DataDirectory);
        var protector = EncryptionKeys.Read(context.App.Configuration, installation.Database, installation.DataDirectory);
        var changed = await ChangeAsync(context, protector);
        return $"A new encryption key is the first line of {Path.Combine(installation.DataDirectory, "encryption.key")}; {Secrets(changed)} under it. " +
            "The lines below are the keys before: delete them when you need no older backup of the database.";
    }

    private static async Task<string> ReencryptAsync(CommandContext context)
    {
        await context.RequireDatabaseAsync();
        var changed = await ChangeAsync(context, context.Services.GetRequiredService<SecretProtector>());
        return $"{Secrets(changed)} under the first encryption key; the others are needed for older backups only.";
    }

    private static string Secrets(int count) => count == 1 ? "1 secret was put" : string.Create(CultureInfo.InvariantCulture, $"{count} secrets were put");

    private static async Task<int> ChangeAsync(CommandContext context, SecretProtector protector)
    {
        await using var scope = context.Services.CreateAsyncScope();
        try
        {
            return await new EncryptionKeyChange(scope.ServiceProvider.GetRequiredService<PortalDbContext>(), scope.ServiceProvider.GetRequiredService<Storage>(), protector)
                .RunAsync(context.CancellationToken);
        }
        catch (CryptographicException)
        {
            throw new ConfigurationException("A stored secret is under an encryption key that is not configured; add that key to Portal:Secrets:OtherEncryption. Nothing was changed.");
        }
    }
}
