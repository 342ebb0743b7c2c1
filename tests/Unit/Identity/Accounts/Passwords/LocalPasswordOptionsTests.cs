using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Passwords;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Passwords;

public sealed class LocalPasswordOptionsTests
{
    [Fact]
    public void Has_the_defaults_of_the_contract()
    {
        using var services = Configured.Services("{}", services => services.AddPasswords());

        var options = services.GetRequiredService<IOptions<LocalPasswordOptions>>().Value;

        Assert.Equal(3, options.MinimumComplexity);
        Assert.Equal(Math.Max(1, Environment.ProcessorCount), options.MaxParallel);
        Assert.Equal(64, options.MaxWaiting);
        Assert.Equal(TimeSpan.FromSeconds(0.5), options.RefusalTime);
    }

    [Theory]
    [InlineData("-00:00:01")]
    [InlineData("00:00:11")]
    public void A_refusal_time_out_of_range_stops_the_start(string time) => Assert.StartsWith(
        $"Portal:Passwords:RefusalTime is {time}; set it to a time from 00:00:00 to 00:00:10",
        Configured.StartErrors($$"""{ "Passwords": { "RefusalTime": "{{time}}" } }""", services => services.AddPasswords()),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("MinimumComplexity", -1)]
    [InlineData("MinimumComplexity", 5)]
    [InlineData("MaxParallel", 0)]
    [InlineData("MaxParallel", 1025)]
    [InlineData("MaxWaiting", -1)]
    [InlineData("MaxWaiting", 100_001)]
    public void A_value_out_of_range_stops_the_start_with_key_value_and_remedy(string key, int value)
    {
        var errors = Configured.StartErrors($$"""{ "Passwords": { "{{key}}": {{value}} } }""", services => services.AddPasswords());

        Assert.StartsWith($"Portal:Passwords:{key} is {value}; set it to ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MinimumComplexity", 0)]
    [InlineData("MinimumComplexity", 4)]
    [InlineData("MaxParallel", 1)]
    [InlineData("MaxWaiting", 0)]
    public void The_ends_of_a_range_are_in_it(string key, int value) =>
        Assert.Equal("", Configured.StartErrors($$"""{ "Passwords": { "{{key}}": {{value}} } }""", services => services.AddPasswords()));

    [Theory]
    [InlineData("""[{ "Version": 1 }, { "Version": 1, "Algorithm": "bcrypt" }]""", "Schemes:1:Version is 1, as that of another scheme")]
    [InlineData("""[{ "Version": 0 }]""", "Schemes:0:Version is 0; set it to a number from 1 to 65535")]
    [InlineData("""[{ "Algorithm": "md5" }]""", "Schemes:0:Algorithm is 'md5'; set it to argon2id, bcrypt or pbkdf2.")]
    [InlineData("""[{ "Algorithm": "bcrypt", "Cost": 4 }]""", "Schemes:0:Cost is 4; set it to a number from 10 to 16")]
    [InlineData("""[{ "Cost": 12 }]""", "Schemes:0:Cost is for bcrypt only")]
    [InlineData("""[{ "Secret": "a", "SecretFile": "/dev/null" }]""", "Schemes:0 has both Secret and SecretFile")]
    [InlineData("""[{ "SecretFile": "/dev/null" }]""", "Schemes:0:SecretFile is empty")]
    [InlineData("""[{ "SecretFile": "/no/such/file" }]""", "Schemes:0:SecretFile cannot be read")]
    [InlineData("""[{ "Algorithm": "bcrypt", "Secret": "a pepper that leaves no room for a passphrase" }]""", "its secret may have at most 32 bytes")]
    [InlineData("""[{ "Algorithm": "bcrypt", "Secret": "a\u0000b" }]""", "ends at a NUL")]
    public void Policy_line_7_Schemes_that_do_not_go_together_stop_the_start(string schemes, string error) =>
        Assert.Contains(error, Configured.StartErrors($$"""{ "Passwords": { "Schemes": {{schemes}} } }""", services => services.AddPasswords()), StringComparison.Ordinal);

    [Fact]
    public void Schemes_are_not_looked_at_when_there_are_no_passwords() =>
        Assert.Equal("", Configured.StartErrors("""{ "Passwords": { "Enabled": false, "Schemes": [{ "Algorithm": "md5" }] } }""", services => services.AddPasswords()));

    [Fact]
    public void An_old_scheme_may_have_any_pepper()
    {
        const string Schemes = """[{ "Version": 1, "Algorithm": "bcrypt", "Secret": "the long pepper of a homeserver that came before this portal" }, { "Version": 2, "Secret": "new", "UnicodeNormalization": true }]""";

        using var services = Configured.Services($$"""{ "Passwords": { "Schemes": {{Schemes}} } }""", services => services.AddPasswords());

        var schemes = services.GetRequiredService<IOptions<LocalPasswordOptions>>().Value.Schemes;
        Assert.Equal([("bcrypt", 1, false), ("argon2id", 2, true)], schemes.Select(scheme => (scheme.Algorithm, scheme.Version, scheme.UnicodeNormalization)));
        Assert.StartsWith("2$argon2id$", services.GetRequiredService<PasswordSchemes>().Hash("correct horse"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_leaked_passwords_that_is_not_there_stops_the_start() =>
        Assert.StartsWith(
            "Portal:Passwords:LeakedPasswordsFile cannot be read",
            Configured.StartErrors("""{ "Passwords": { "LeakedPasswordsFile": "/no/such/file" } }""", services => services.AddPasswords()),
            StringComparison.Ordinal);
}
