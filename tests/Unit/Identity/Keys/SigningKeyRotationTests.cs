using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Portal.Identity.Jose;
using Portal.Identity.Keys;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Keys;

/// <summary>How one signing key follows another without anybody noticing.</summary>
public abstract class SigningKeyRotationTests(DatabaseProvider engine) : StorageTest(engine)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_key_is_announced_a_day_before_it_signs_and_the_one_before_stays_until_its_last_token_is_over()
    {
        var first = KeyIds();
        var old = Sign();
        await LoadAfterAsync(TimeSpan.FromDays(89) - Moment);
        Assert.Equal(first, KeyIds());

        await LoadAfterAsync(Moment);
        var both = KeyIds();
        Assert.Equal(4, both.Count);
        Assert.Contains(KeyIdOf(Sign()), first); // published, but not yet signing

        await LoadAfterAsync(TimeSpan.FromDays(1));
        var last = Sign();
        Assert.DoesNotContain(KeyIdOf(last), first);
        Assert.True(IsSignedByPublished(old));

        await LoadAfterAsync(TimeSpan.FromMinutes(70) - Moment);
        Assert.Equal(both, KeyIds());
        await LoadAfterAsync(Moment);

        Assert.Equal(both.Except(first).Order(), KeyIds().Order());
        Assert.True(IsSignedByPublished(last));
        Assert.False(IsSignedByPublished(old));
    }

    [Fact]
    public async Task What_a_replaced_key_signed_is_known_as_ours_for_as_long_as_a_browser_keeps_a_session()
    {
        var old = Sign();
        await LoadAfterAsync(TimeSpan.FromDays(89));
        await LoadAfterAsync(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(70));
        await using var other = Host.Another();
        await other.Keys.LoadAsync(CancellationToken.None);

        Assert.False(IsSignedByPublished(old));
        Assert.True(IsOurs(old) && IsOurs(old, other));
        Assert.False(IsOurs(old[..^8] + "AAAAAAAA"));
        Assert.DoesNotContain(KeyIdOf(old), await Host.ReadAsync(database => database.SigningKeys.Select(key => key.Id).ToListAsync())); // with its private half
        var kept = await Host.ReadAsync(database => database.RetiredSigningKeys.ToListAsync());
        Assert.All(kept, key => Assert.DoesNotContain("\"d\"", key.PublicKey, StringComparison.Ordinal));

        await LoadAfterAsync(RetiredSigningKey.Kept - Moment);
        Assert.True(IsOurs(old));
        await LoadAfterAsync(Moment);

        Assert.False(IsOurs(old));
        Assert.Empty((await Host.ReadAsync(database => database.RetiredSigningKeys.ToListAsync())).IntersectBy(kept.Select(key => key.Id), key => key.Id));
    }

    [Fact]
    public async Task By_command_at_once_nothing_is_known_as_ours_that_any_key_signed_before()
    {
        var old = Sign();
        await LoadAfterAsync(TimeSpan.FromDays(89));
        await LoadAfterAsync(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(70));
        var newer = Sign();
        Assert.True(IsOurs(old) && IsOurs(newer));

        await Host.Keys.RotateAsync(atOnce: true, CancellationToken.None);

        Assert.False(IsOurs(old) || IsOurs(newer));
        Assert.Equal(0, await Host.ReadAsync(database => database.RetiredSigningKeys.CountAsync()));
    }

    [Fact]
    public async Task After_a_long_stop_the_old_key_signs_until_the_new_one_is_known()
    {
        var first = KeyIds();

        await LoadAfterAsync(TimeSpan.FromDays(400));

        Assert.Equal(4, KeyIds().Count);
        Assert.Contains(KeyIdOf(Sign()), first);
    }

    [Fact]
    public async Task Many_that_notice_at_once_make_one_key_of_each_kind()
    {
        Clock.Advance(TimeSpan.FromDays(89));

        await AtOnceAsync(6, async (process, _) =>
        {
            await process.Keys.LoadAsync(CancellationToken.None);
            return true;
        });

        Assert.Equal(4, await Host.ReadAsync(database => database.SigningKeys.CountAsync()));
    }

    [Fact]
    public async Task By_command_the_new_keys_are_announced_first()
    {
        var first = KeyIds();

        await Host.Keys.RotateAsync(atOnce: false, CancellationToken.None);

        Assert.Equal(4, KeyIds().Count);
        Assert.Contains(KeyIdOf(Sign()), first);
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.DoesNotContain(KeyIdOf(Sign()), first);
    }

    [Fact]
    public async Task By_command_at_once_nothing_is_left_of_the_old_keys_in_this_process_and_the_next()
    {
        var (first, old) = (KeyIds(), Sign());
        await using var other = Host.Another();
        await other.Keys.LoadAsync(CancellationToken.None);

        await Host.Keys.RotateAsync(atOnce: true, CancellationToken.None);
        await other.Keys.LoadAsync(CancellationToken.None);

        Assert.Empty(first.Intersect(KeyIds()));
        Assert.Equal(KeyIds(), KeyIds(other));
        Assert.False(IsSignedByPublished(old));
        Assert.True(IsSignedByPublished(Sign()));
    }

    [Fact]
    public async Task Every_secret_can_be_put_under_a_new_encryption_key()
    {
        var client = A.ConfidentialClient();
        await Host.ArrangeAsync(client, DataProtectionKey.Create("key", $"<key><descriptor><encryptedKey>{A.Protector().Protect("<k/>")}</encryptedKey></descriptor></key>", ManualClock.Start));
        var (oldKey, newKey) = (Enumerable.Range(0, 32).Select(number => (byte)number).ToArray(), Enumerable.Repeat((byte)7, 32).ToArray());

        Assert.Equal(4, await ChangeAsync(new SecretProtector(newKey, oldKey)));
        Assert.Equal(0, await ChangeAsync(new SecretProtector(newKey, oldKey)));

        var alone = new SecretProtector(newKey);
        Assert.Equal(A.Secret, alone.UnprotectText(await Host.ReadAsync(database => database.Clients.Select(row => row.EncryptedClientSecret!).SingleAsync())));
        Assert.All(await Host.ReadAsync(database => database.SigningKeys.Select(row => row.ProtectedKey).ToListAsync()), text => alone.Unprotect(text));
        var xml = System.Xml.Linq.XElement.Parse(await Host.ReadAsync(database => database.DataProtectionKeys.Select(row => row.Xml).SingleAsync()));
        Assert.Equal("<k/>", alone.UnprotectText(xml.Descendants("encryptedKey").Single().Value));
    }

    [Fact]
    public async Task A_secret_under_a_key_that_is_not_known_leaves_all_as_it_was()
    {
        var before = await Host.ReadAsync(database => database.SigningKeys.Select(row => row.ProtectedKey).ToListAsync());
        var stranger = new SecretProtector(Enumerable.Repeat((byte)9, 32).ToArray());

        await Assert.ThrowsAnyAsync<System.Security.Cryptography.CryptographicException>(() => ChangeAsync(stranger));

        Assert.Equal(before.Order(), (await Host.ReadAsync(database => database.SigningKeys.Select(row => row.ProtectedKey).ToListAsync())).Order());
    }

    private Task<int> ChangeAsync(SecretProtector protector) => Host.RunAsync<Storage, int>(async storage =>
    {
        await using var database = Host.Database.Open();
        return await new EncryptionKeyChange(database, new Storage(database, new WriterGate(oneAtATime: false)), protector).RunAsync(CancellationToken.None);
    });

    private Task LoadAfterAsync(TimeSpan time)
    {
        Clock.Advance(time);
        return Host.Keys.LoadAsync(CancellationToken.None);
    }

    private string Sign() => Host.Keys.Sign("RS256", Encoding.UTF8.GetBytes("""{"sub":"somebody"}"""));

    private List<string> KeyIds(IdentityHost? host = null) => [.. Jwks(host ?? Host).Keys.Select(key => key.Kid)];

    private bool IsSignedByPublished(string token) => new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
    {
        IssuerSigningKeys = Jwks(Host).GetSigningKeys(),
        ValidateAudience = false,
        ValidateIssuer = false,
        ValidateLifetime = false,
        CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
    }).GetAwaiter().GetResult().IsValid;

    private bool IsOurs(string token, IdentityHost? host = null) => CompactJwt.TryParse(token, out var jwt) && (host ?? Host).Keys.Verifies(jwt);

    private static JsonWebKeySet Jwks(IdentityHost host) => new(JsonSerializer.Serialize(host.Keys.PublicKeys));

    private static string KeyIdOf(string token) => new JsonWebToken(token).Kid;

    public sealed class OnSqlite() : SigningKeyRotationTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : SigningKeyRotationTests(DatabaseProvider.PostgreSql);
}
