using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Export;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Export;

/// <summary>What people can take home (docs/data.md): all of it, only theirs, and no secret.</summary>
public abstract class DataExportTests(DatabaseProvider engine) : StorageTest(engine)
{
    protected override Dictionary<string, string?> Settings => new() { ["Portal:Matrix:ServerName"] = "example.org" };

    [Fact]
    public async Task Every_table_that_belongs_to_a_person_is_given_or_left_out_for_a_reason()
    {
        var personal = PersonalEntities(await ModelAsync());

        Assert.Contains(typeof(UserEmail), personal);
        Assert.Empty(personal.Except([typeof(PortalUser), .. PersonalData.Given.Select(set => set.Entity), .. PersonalData.NotGiven.Keys]));
        Assert.All(PersonalData.NotGiven.Values, Assert.NotEmpty);
    }

    [Fact]
    public async Task No_field_is_a_secret()
    {
        var model = await ModelAsync();

        foreach (var set in PersonalData.Given)
        {
            Assert.DoesNotContain(set.FieldsOf(model), field => IsSecret(field.Name));
            Assert.All(set.Withheld, name => Assert.NotNull(model.FindEntityType(set.Entity)!.FindProperty(name)));
        }
    }

    [Fact]
    public async Task Every_field_is_explained()
    {
        var model = await ModelAsync();
        var document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "data.md"));

        foreach (var set in PersonalData.Given)
        {
            var section = document.Split("\n## ").SingleOrDefault(section => section.StartsWith($"`{set.Name}`", StringComparison.Ordinal));
            Assert.True(section is not null, $"docs/data.md has no section for {set.Name}.");
            Assert.DoesNotContain(set.FieldsOf(model).Select(field => field.GetColumnName()), field => !section.Contains($"`{field}`", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Line_39_A_person_gets_what_is_theirs_and_nothing_of_anybody_elses()
    {
        var alice = await AnApp.ArrangeAsync(Host);
        var bob = await AnApp.ArrangeAsync(Host, A.ConfidentialClient(), "bob");
        await alice.SignInAsync();
        var bobs = await bob.SignInAsync();
        await Host.ArrangeAsync(
            A.Email(alice.User, "alice@mail.example"),
            A.Email(bob.User, "bob@mail.example"),
            EmailVerification.StartFor(bob.User.Id, bob.Browser.Id, "bobs-other@mail.example", Clock.GetUtcNow()),
            SecurityEvent.Record(alice.User.Id, SecurityEvent.EmailAdded, null, "192.0.2.7", Clock.GetUtcNow()),
            new IdentityUserLogin<Guid> { UserId = bob.User.Id, LoginProvider = "elsewhere", ProviderKey = "bob-elsewhere", ProviderDisplayName = "Elsewhere" });

        var document = await ExportAsync(alice.User);

        Assert.Equal((1, "@alice:example.org"), ((int)document["version"]!, (string)document["matrix_id"]!));
        Assert.Equal(PersonalData.Given.Select(set => set.Name), document.Select(member => member.Key).Skip(3));
        Assert.Equal("alice@mail.example", (string?)Only(document, "email_addresses")["address"]);
        Assert.Equal(Ulid.Encode(alice.Client.Id), (string?)Only(document, "app_sessions")["client_id"]);
        Assert.Equal(A.MatrixScope, (string?)Only(document, "app_requests")["scope"]);
        Assert.Equal("Example", (string?)Only(document, "apps")["client_name"]);
        Assert.Equal("192.0.2.7", (string?)Only(document, "security_events")["ip_address"]);
        Assert.Equal("2026-03-04T09:00:00Z", (string?)Only(document, "account")["created_at"]);
        var text = document.ToJsonString();
        Assert.DoesNotContain("bob", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Ulid.Encode(bob.User.Id), text, StringComparison.Ordinal);
        Assert.DoesNotContain(bobs.RefreshToken!, text, StringComparison.Ordinal);
        Assert.DoesNotContain("argon2", text, StringComparison.Ordinal);
        Assert.Contains("bob-elsewhere", (await ExportAsync(bob.User)).ToJsonString(), StringComparison.Ordinal);
    }

    private static bool IsSecret(string name) =>
        Array.Exists((string[])["Hash", "Secret", "Stamp", "Password", "Key", "Code"], word => name.Contains(word, StringComparison.Ordinal)) && name is not ("KeyThumbprint" or "ProviderKey" or "PasswordChangedAt" or "AppPasswordId");

    private static JsonObject Only(JsonObject document, string set) => Assert.IsType<JsonObject>(Assert.Single(document[set]!.AsArray()));

    [Fact]
    public async Task A31_All_that_is_stored_is_written_three_times_and_then_three_times_a_day_for_each_person()
    {
        var (alice, bob) = (A.User(), A.User("bob"));
        await Host.ArrangeAsync(alice, bob);
        for (var time = 0; time < 3; time++)
        {
            Assert.IsType<ExportOutcome.Written>(await TryExportAsync(alice));
        }

        Assert.Equal(TimeSpan.FromHours(8), Assert.IsType<ExportOutcome.RateLimited>(await TryExportAsync(alice)).RetryAfter);
        Assert.IsType<ExportOutcome.Written>(await TryExportAsync(bob));
        Clock.Advance(TimeSpan.FromHours(8));
        Assert.IsType<ExportOutcome.Written>(await TryExportAsync(alice));
    }

    private async Task<JsonObject> ExportAsync(PortalUser user) => Assert.IsType<ExportOutcome.Written>(await TryExportAsync(user)).Document;

    private Task<ExportOutcome> TryExportAsync(PortalUser user) =>
        Host.RunAsync<DataExport, ExportOutcome>(export => export.TryWriteAsync(user.Id, user.UserName!, CancellationToken.None));

    private Task<IModel> ModelAsync() => Host.ReadAsync(database => Task.FromResult(database.Model));

    // Whoever refers to a person, or to what belongs to one, however far.
    private static HashSet<Type> PersonalEntities(IModel model)
    {
        var personal = new HashSet<Type> { typeof(PortalUser) };
        int before;
        do
        {
            before = personal.Count;
            personal.UnionWith(model.GetEntityTypes()
                .Where(entity => !entity.IsMappedToJson()
                    && (entity.GetForeignKeys().Any(key => personal.Contains(key.PrincipalEntityType.ClrType)) || entity.GetProperties().Any(property => property.Name.EndsWith("UserId", StringComparison.Ordinal))))
                .Select(entity => entity.ClrType));
        }
        while (personal.Count > before);

        return personal;
    }

    public sealed class OnSqlite() : DataExportTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : DataExportTests(DatabaseProvider.PostgreSql);
}
