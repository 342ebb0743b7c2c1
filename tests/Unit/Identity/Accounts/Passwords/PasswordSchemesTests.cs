using Microsoft.AspNetCore.Identity;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Passwords;

public sealed class PasswordSchemesTests
{
    private const string Argon2idHash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    private const string Pbkdf2Password = "passwordPASSWORDpassword";

    // 4096 iterations: widely published vectors.
    public static TheoryData<string> Pbkdf2Hashes { get; } =
    [
        "$pbkdf2-sha256$i=4096,l=40$" + Base64("saltSALTsaltSALTsaltSALTsaltSALTsalt"u8) + "$" + Base64(Convert.FromHexString(
            "348c89dbcbd32b2f32d814b8116e84cf2b17347ebc1800181c4e2a1fb8dd53e1c635518c7dac47e9")),
        "$pbkdf2-sha512$i=4096$" + Base64("saltSALTsaltSALTsaltSALTsaltSALTsalt"u8) + "$" + Base64(Convert.FromHexString(
            "8c0511f4c6e597c6ac6315d8f0362e225f3c501495ba23b868c005174dc4ee71115b59f9e60cd9532fa33e0f75aefe30225c583a186cd82bd4daea9724a3d3b8")),
    ];

    private static readonly PasswordSchemes WithoutArgon2 = new(new SecretGenerator(), hasArgon2: false);

    [Theory]
    [InlineData(Argon2idHash)]
    [InlineData("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc")]
    public void Agrees_with_the_vectors_of_the_reference_library(string stored)
    {
        var schemes = WithArgon2();

        Assert.NotEqual(PasswordVerificationResult.Failed, schemes.Verify(stored, "password"));
        Assert.Equal(PasswordVerificationResult.Failed, schemes.Verify(stored, "Password"));
    }

    [Fact]
    public void Agrees_with_RFC_9106_with_a_secret()
    {
        Assert.SkipUnless(Argon2Library.IsPresent(), "libargon2.so.1 is not installed.");

        // §5.3
        var tag = Argon2Library.Hash(
            Enumerable.Repeat((byte)1, 32).ToArray(), Enumerable.Repeat((byte)2, 16).ToArray(), new Argon2Cost(Memory: 32, Passes: 3, Lanes: 4), 32,
            secret: Enumerable.Repeat((byte)3, 8).ToArray(), associated: Enumerable.Repeat((byte)4, 12).ToArray());

        Assert.Equal("0D640DF58D78766C08C037A34A8B53C9D01EF0452D75B65EB52520E96B01E659", Convert.ToHexString(tag));
    }

    [Theory]
    [MemberData(nameof(Pbkdf2Hashes))]
    public void Agrees_with_the_published_vectors_of_PBKDF2(string stored)
    {
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, WithoutArgon2.Verify(stored, Pbkdf2Password));
        Assert.Equal(PasswordVerificationResult.Failed, WithoutArgon2.Verify(stored, "passwordPASSWORDPassword"));
    }

    [Theory]
    [InlineData("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U")]
    [InlineData("$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK", "U*U*")]
    [InlineData("$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm", "Kk4DQuMMfZL9o")]
    [InlineData("$2b$04$pQ7gRO7e6wx/936oXhNjrOUNOHL1D0h1N2IDbJZYs.1ppzSof6SPy", "9IeRXmnGxMYbs")]
    public void Agrees_with_the_published_vectors_of_bcrypt(string stored, string password)
    {
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, WithoutArgon2.Verify(stored, password));
        Assert.Equal(PasswordVerificationResult.Failed, WithoutArgon2.Verify(stored, password + "!"));
    }

    [Fact]
    public void Names_scheme_and_parameters_in_a_new_Argon2id_hash()
    {
        var schemes = WithArgon2();

        var stored = schemes.Hash("correct horse");

        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1$", stored, StringComparison.Ordinal);
        Assert.True(PhcString.TryParse(stored, out var phc));
        Assert.Equal((16, 32), (phc.Salt.Length, phc.Hash.Length));
        Assert.Equal(PasswordVerificationResult.Success, schemes.Verify(stored, "correct horse"));
    }

    [Fact]
    public void Names_scheme_and_iterations_in_a_new_PBKDF2_hash()
    {
        var stored = WithoutArgon2.Hash("correct horse");

        Assert.StartsWith("$pbkdf2-sha256$i=600000,l=32$", stored, StringComparison.Ordinal);
        Assert.Equal(PasswordVerificationResult.Success, WithoutArgon2.Verify(stored, "correct horse"));
    }

    [Fact]
    public void Salts_each_hash() => Assert.NotEqual(WithoutArgon2.Hash("same"), WithoutArgon2.Hash("same"));

    [Fact(DisplayName = "policy.md 10.3: an old scheme's hash verifies, and asks for a hash of the current one")]
    public void Upgrades_a_hash_of_an_old_scheme() =>
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, WithArgon2().Verify(WithoutArgon2.Hash("old"), "old"));

    [Fact(DisplayName = "policy.md 10.4: a wrong password on an old scheme's hash asks for nothing")]
    public void Does_not_upgrade_for_a_wrong_password() =>
        Assert.Equal(PasswordVerificationResult.Failed, WithArgon2().Verify(WithoutArgon2.Hash("old"), "new"));

    [Theory]
    [InlineData("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4", PasswordVerificationResult.SuccessRehashNeeded)]
    [InlineData(Argon2idHash, PasswordVerificationResult.Success)]
    public void Upgrades_weaker_parameters_and_leaves_stronger_ones(string stored, PasswordVerificationResult expected) =>
        Assert.Equal(expected, WithArgon2().Verify(stored, "password"));

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("$2b$12$abcdefghijklmnopqrstuv")]
    [InlineData("$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    public void An_unknown_scheme_is_a_fault_and_no_wrong_password(string stored) =>
        Assert.Throws<PasswordHashException>(() => WithoutArgon2.Verify(stored, "password"));

    [Fact]
    public void Says_which_library_is_missing()
    {
        var exception = Assert.Throws<PasswordHashException>(() => WithoutArgon2.Verify(Argon2idHash, "password"));

        Assert.Contains("libargon2.so.1", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ")]
    [InlineData("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$")]
    [InlineData("$argon2id$v=19$m=-1,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("$argon2id$v=19$t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("$argon2id$v=19$m=256,m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("$argon2id$v=19$m=256,t=2,p=1$c29$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOg")]
    public void A_malformed_hash_is_a_fault(string stored) =>
        Assert.Throws<PasswordHashException>(() => WithArgon2().Verify(stored, "password"));

    [Fact]
    public void The_hasher_of_Identity_hashes_with_these_schemes()
    {
        var hasher = new PortalPasswordHasher<object>(WithoutArgon2);

        var stored = hasher.HashPassword(new(), "correct horse");

        Assert.Equal(PasswordVerificationResult.Success, hasher.VerifyHashedPassword(new(), stored, "correct horse"));
        Assert.Equal(PasswordVerificationResult.Failed, hasher.VerifyHashedPassword(new(), stored, "wrong horse"));
    }

    internal static PasswordSchemes WithArgon2()
    {
        Assert.SkipUnless(Argon2Library.IsPresent(), "libargon2.so.1 is not installed.");
        return new PasswordSchemes(new SecretGenerator());
    }

    private static string Base64(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');
}
