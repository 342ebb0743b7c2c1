using System.Text.RegularExpressions;
using Portal.Identity.Accounts;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Architecture;

/// <summary>What happened to accounts is added and, in its time, forgotten; nothing else is done to it. That the database model refuses changes is shown in <c>AuditLogTests</c>.</summary>
public sealed partial class AppendOnlyTests
{
    [Fact]
    public void Security_events_have_nothing_that_could_be_changed() =>
        Assert.All(typeof(SecurityEvent).GetProperties(), property => Assert.Contains(
            property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers() ?? [], modifier => modifier == typeof(System.Runtime.CompilerServices.IsExternalInit)));

    [Fact]
    public async Task Only_retention_takes_security_events_away_and_nothing_changes_them()
    {
        var source = Path.Combine(Repository.Root, "src");
        var touched = new List<string>();
        foreach (var file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Migrations/", StringComparison.Ordinal)))
        {
            if (Touches().IsMatch(await File.ReadAllTextAsync(file)))
            {
                touched.Add(Path.GetRelativePath(source, file));
            }
        }

        Assert.Equal([Path.Combine("Portal.Identity", "Retention", "DataRetention.cs")], touched);
    }

    // A statement that names the table and takes rows out of it or changes them, in LINQ or in SQL.
    [GeneratedRegex(
        @"\bDelete\([^;]{0,80}SecurityEvents|SecurityEvents[^;]*\.(Remove|RemoveRange|Update|UpdateRange|ExecuteDelete|ExecuteUpdate)(Async)?\(|(delete\s+from|update)\s+""?security_events",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Touches();
}
