using Portal.Hosting;
using Portal.Identity.Keys;

namespace Portal.CommandLine.Diagnosis;

/// <summary>Whether Portal itself is in order (homeserver contract, section 8, checks 1 and 2; operations contract, section 5.2).</summary>
internal static class InstallationChecks
{
    private const string Settings = "settings";
    private const string Issuer = "issuer";
    private const string Database = "database";
    private const string Keys = "signing-keys";

    /// <summary>What would stop a start; with an error, nothing else can be looked at.</summary>
    public static IReadOnlyList<Finding> LookAtSettings(CommandContext context)
    {
        try
        {
            StartChecks.Run(context.Services);
            return [Finding.Ok(Settings, "The settings go together.")];
        }
        catch (Exception exception) when (StartFailure.Explain(exception) is { } sentences)
        {
            return [.. sentences.ReplaceLineEndings("\n").Split('\n').Select(sentence => Failed(Settings, sentence))];
        }
    }

    public static async Task<IReadOnlyList<Finding>> RunAsync(CommandContext context) => [LookAtIssuer(context), await LookAtDatabaseAsync(context), await LookAtKeysAsync(context)];

    // What stops a start says what is wrong and, behind a semicolon, what to do.
    private static Finding Failed(string check, string sentence) => sentence.Split("; ", 2) is [var fault, var remedy]
        ? Finding.Error(check, fault + ".", char.ToUpperInvariant(remedy[0]) + remedy[1..])
        : Finding.Error(check, sentence, "Mend that, and start again.");

    private static Finding LookAtIssuer(CommandContext context)
    {
        var issuer = context.Services.GetRequiredService<Installation>().Address.Issuer;
        return issuer.StartsWith("https://", StringComparison.Ordinal)
            ? Finding.Ok(Issuer, $"The issuer is {issuer}")
            : Finding.Warning(Issuer, $"The issuer is {issuer}, and some apps refuse one without https.", $"Set {HttpAddressOptions.Section}:PublicBase to an https address.");
    }

    private static async Task<Finding> LookAtDatabaseAsync(CommandContext context)
    {
        try
        {
            await context.RequireDatabaseAsync();
            return Finding.Ok(Database, "The database is there, and up to date.");
        }
        catch (Exception exception) when (StartFailure.Explain(exception) is { } sentence)
        {
            return Failed(Database, sentence);
        }
    }

    // OpenID Connect Core §15.1: clients may know no other.
    private static async Task<Finding> LookAtKeysAsync(CommandContext context)
    {
        var keys = context.Services.GetRequiredService<SigningKeyRing>();
        if (!keys.AreConfigured)
        {
            return Finding.Ok(Keys, "The signing keys are Portal's own.");
        }

        await keys.LoadAsync(context.CancellationToken);
        return keys.Algorithms.Contains("RS256", StringComparer.Ordinal)
            ? Finding.Ok(Keys, "One of the configured signing keys is an RSA key.")
            : Finding.Warning(Keys, "None of the configured signing keys is an RSA key, and some apps know no other.", $"Add one to {SigningKeyOptions.Section}:Keys.");
    }
}
