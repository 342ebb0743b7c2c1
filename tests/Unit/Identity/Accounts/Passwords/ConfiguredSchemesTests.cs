using Microsoft.AspNetCore.Identity;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Protocol;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Passwords;

/// <summary>Schemes as an operator configures them, one after the other over the years (policy contract, section 2.2).</summary>
public sealed class ConfiguredSchemesTests
{
    private const string Password = "correct horse";

    [Theory]
    [InlineData("argon2id", "$argon2id$v=19$m=19456,t=2,p=1$")]
    [InlineData("bcrypt", "$2b$10$")]
    [InlineData("pbkdf2", "$pbkdf2-sha256$i=600000,l=32$")]
    public void The_highest_version_makes_new_hashes_and_its_number_is_stored_with_them(string algorithm, string start)
    {
        var schemes = With(new() { Version = 7, Algorithm = algorithm, Cost = CostOf(algorithm) }, new() { Version = 3 });

        var stored = schemes.Hash(Password);

        Assert.StartsWith("7" + start, stored, StringComparison.Ordinal);
        Assert.Equal(PasswordVerificationResult.Success, schemes.Verify(stored, Password));
        Assert.Equal(PasswordVerificationResult.Failed, schemes.Verify(stored, "wrong horse"));
        Assert.Null(schemes.Rehash(stored, Password));
    }

    [Theory]
    [InlineData("argon2id")]
    [InlineData("bcrypt")]
    [InlineData("pbkdf2")]
    public void Line_5_A_hash_with_a_pepper_fails_without_it_and_with_another_one(string algorithm)
    {
        var stored = With(Peppered("pepper")).Hash(Password);

        Assert.Equal(PasswordVerificationResult.Success, With(Peppered("pepper")).Verify(stored, Password));
        Assert.Equal(PasswordVerificationResult.Failed, With(Peppered("other")).Verify(stored, Password));
        Assert.Equal(PasswordVerificationResult.Failed, With(Peppered(null)).Verify(stored, Password));

        PasswordSchemeOptions Peppered(string? pepper) => new() { Algorithm = algorithm, Cost = CostOf(algorithm), Secret = pepper };
    }

    [Theory]
    [InlineData("bcrypt")]
    [InlineData("pbkdf2")]
    public void The_pepper_is_appended_as_others_do(string algorithm)
    {
        var stored = With(new PasswordSchemeOptions { Algorithm = algorithm, Cost = CostOf(algorithm) }).Hash(Password + "pepper");

        Assert.Equal(PasswordVerificationResult.Success, With(new PasswordSchemeOptions { Algorithm = algorithm, Cost = CostOf(algorithm), Secret = "pepper" }).Verify(stored, Password));
    }

    [Fact]
    public void A_pepper_from_a_file_is_used_byte_by_byte()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, "pepper\n"u8.ToArray());
            var stored = With(new PasswordSchemeOptions { SecretFile = file }).Hash(Password);

            Assert.Equal(PasswordVerificationResult.Success, With(new PasswordSchemeOptions { Secret = "pepper\n" }).Verify(stored, Password));
            Assert.Equal(PasswordVerificationResult.Failed, With(new PasswordSchemeOptions { Secret = "pepper" }).Verify(stored, Password));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("caf\u00e9", "cafe\u0301")]
    [InlineData("\ufb01ne", "fine")]
    public void Line_6_With_normalization_different_spellings_of_one_password_verify(string one, string other)
    {
        var normalizing = With(new PasswordSchemeOptions { UnicodeNormalization = true });
        Assert.Equal(PasswordVerificationResult.Success, normalizing.Verify(normalizing.Hash(one), other));

        var plain = With(new PasswordSchemeOptions());
        Assert.Equal(PasswordVerificationResult.Failed, plain.Verify(plain.Hash(one), other));
    }

    [Fact]
    public void Line_3_A_hash_of_an_old_version_verifies_with_its_own_pepper_and_asks_for_one_of_the_new()
    {
        PasswordSchemeOptions old = new() { Version = 1, Algorithm = "bcrypt", Cost = 10, Secret = "old", UnicodeNormalization = true };
        var stored = With(old).Hash("caf\u00e9 au lait");
        var schemes = With(old, new() { Version = 2, Secret = "new" });

        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, schemes.Verify(stored, "cafe\u0301 au lait"));
        var renewed = schemes.Rehash(stored, "cafe\u0301 au lait")!;
        Assert.StartsWith("2$argon2id$", renewed, StringComparison.Ordinal);
        Assert.Equal(PasswordVerificationResult.Success, schemes.Verify(renewed, "cafe\u0301 au lait"));
    }

    [Fact]
    public void Line_4_A_wrong_password_costs_the_same_and_is_wrong()
    {
        PasswordSchemeOptions old = new() { Algorithm = "bcrypt", Cost = 10 };
        var stored = With(old).Hash(Password);
        var schemes = With(old, new() { Version = 2 });

        Assert.Equal(PasswordVerificationResult.Failed, schemes.Verify(stored, "wrong horse"));
        Assert.NotNull(schemes.Rehash(stored, "wrong horse")); // made, and thrown away: time does not tell
    }

    [Fact]
    public void A_hash_of_a_version_that_is_no_longer_configured_is_a_fault_and_no_wrong_password()
    {
        var stored = With(new PasswordSchemeOptions { Version = 5, Algorithm = "pbkdf2" }).Hash(Password);

        var fault = Assert.Throws<PasswordHashException>(() => With(new PasswordSchemeOptions { Version = 6, Algorithm = "pbkdf2" }).Verify(stored, Password));
        Assert.Contains("version 5", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("-1$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("99999999999$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("1")]
    [InlineData("1$")]
    [InlineData("$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")] // a day
    [InlineData("$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe")]
    [InlineData("$2b$05$CCCCCCCCCCCCCCCCCCCCC:E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2b$99$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2b$")]
    [InlineData("$pbkdf2-sha256$i=4096,l=31$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    public void A_corrupt_row_is_a_fault(string stored) =>
        Assert.Throws<PasswordHashException>(() => With(new PasswordSchemeOptions()).Verify(stored, Password));

    [Theory]
    [InlineData("argon2id")]
    [InlineData("bcrypt")]
    [InlineData("pbkdf2")]
    public void A45_A_name_that_nobody_has_is_checked_by_the_newest_scheme(string algorithm)
    {
        var schemes = With(new PasswordSchemeOptions { Version = 4, Algorithm = algorithm, Cost = CostOf(algorithm) });

        Assert.Equal(schemes.Hash(Password).Length, schemes.NobodysHash.Length);
        Assert.Equal(schemes.Hash(Password)[..8], schemes.NobodysHash[..8]);
        Assert.Equal(PasswordVerificationResult.Failed, schemes.VerifyNobody(Password));
    }

    [Fact]
    public void A46_bcrypt_takes_no_password_that_it_would_cut()
    {
        var schemes = With(new PasswordSchemeOptions { Algorithm = "bcrypt", Cost = 10, Secret = "pepper" });
        var longest = new string('a', 66);

        Assert.Equal(PasswordVerificationResult.Failed, schemes.Verify(schemes.Hash(longest), new string('a', 65) + "b"));
        Assert.Throws<ArgumentException>(() => schemes.Hash(longest + "a"));
    }

    [Fact]
    public async Task A48_Many_bcrypt_hashes_at_once_do_not_disturb_each_other()
    {
        var schemes = With(new PasswordSchemeOptions { Algorithm = "bcrypt", Cost = 10 });

        var right = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(() =>
            schemes.Verify(schemes.Hash($"password {number}"), $"password {number}"))));

        Assert.All(right, result => Assert.Equal(PasswordVerificationResult.Success, result));
    }

    private static PasswordSchemes With(params PasswordSchemeOptions[] schemes) => new(new SecretGenerator(), schemes, hasArgon2: Argon2Library.IsPresent());

    private static int? CostOf(string algorithm) => algorithm == "bcrypt" ? 10 : null;
}
