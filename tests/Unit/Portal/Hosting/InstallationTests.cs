using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Portal.Hosting;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What must be right before anything else is set up, and the sentence for what is not.</summary>
public sealed class InstallationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("auth.example.com")]
    [InlineData("ftp://auth.example.com/")]
    [InlineData("https://auth.example.com/?x")]
    [InlineData("https://auth.example.com/#x")]
    [InlineData("https://user@auth.example.com/")]
    [InlineData("//auth.example.com/")]
    [InlineData("")]
    public void An_address_that_is_none_is_named_with_its_key(string address)
    {
        Assert.StartsWith($"Portal:Http:PublicBase is '{address}', which is no http or https address", Refusal(("Http:PublicBase", address)), StringComparison.Ordinal);
        Assert.StartsWith($"Portal:Http:Issuer is '{address}', which is no http or https address", Refusal(("Http:Issuer", address)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://auth.example", "https://auth.example/")]
    [InlineData("HTTPS://AUTH.EXAMPLE:443/", "https://auth.example/")]
    [InlineData("https://auth.example/foo", "https://auth.example/foo/")]
    public void The_public_address_ends_with_a_slash(string address, string expected)
    {
        var read = Read(("Http:PublicBase", address));

        Assert.Equal(expected, read.Address.PublicBase.AbsoluteUri);
        Assert.Equal(expected, read.Address.Issuer);
    }

    [Fact]
    public void The_issuer_keeps_the_form_in_which_it_is_configured() => Assert.Equal("https://auth.example/foo", Read(("Http:Issuer", "https://auth.example/foo")).Address.Issuer);

    [Theory]
    [InlineData("x")]
    [InlineData("00")]
    [InlineData("00010203040506070809")]
    [InlineData("zz0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f00")]
    public void A_malformed_key_is_refused_and_not_repeated(string key)
    {
        var sentence = Refusal(("Secrets:Encryption", key));

        Assert.Equal("Portal:Secrets:Encryption must be 64 hexadecimal digits; `openssl rand -hex 32` makes them.", sentence);
    }

    [Fact]
    public void Both_forms_of_the_key_are_one_too_many() =>
        Assert.StartsWith("Portal:Secrets:Encryption and Portal:Secrets:EncryptionFile are both set", Refusal(("Secrets:Encryption", A.EncryptionSecret), ("Secrets:EncryptionFile", "x")), StringComparison.Ordinal);

    [Fact]
    public void A_key_file_that_is_not_there_is_not_made() =>
        Assert.Contains("which does not exist", Refusal(("Secrets:EncryptionFile", Path.Combine(_folder.FullName, "missing"))), StringComparison.Ordinal);

    [Fact]
    public void On_PostgreSQL_the_key_must_be_given_and_the_connection_too()
    {
        Assert.StartsWith("Portal:Database:ConnectionString is not set", Refusal(("Database:Provider", "PostgreSql")), StringComparison.Ordinal);
        Assert.StartsWith("Portal:Secrets:Encryption is not set", Refusal(("Database:Provider", "PostgreSql"), ("Database:ConnectionString", "Host=db")), StringComparison.Ordinal);
        Assert.Equal(DatabaseProvider.PostgreSql, Read(("Database:Provider", "PostgreSql"), ("Database:ConnectionString", "Host=db"), ("Secrets:Encryption", A.EncryptionSecret)).Database.Provider);
    }

    [Fact]
    public void On_SQLite_a_key_is_made_once_for_the_owner_alone()
    {
        var first = Read();
        var second = Read();

        var file = Path.Combine(_folder.FullName, "encryption.key");
        Assert.Matches("^[0-9a-f]{64}\n$", File.ReadAllText(file));
        Assert.Equal("the secret"u8.ToArray(), second.Protector.Unprotect(first.Protector.Protect("the secret")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("nonsense")]
    public void A_proxy_network_that_is_none_is_named(string network) =>
        Assert.Contains($"TrustedProxies holds '{network}'", Refusal(("Http:TrustedProxies:0", network)), StringComparison.Ordinal);

    private string Refusal(params (string Key, string Value)[] settings) => Assert.Throws<ConfigurationException>(() => Read(settings)).Message;

    private Installation Read(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?> { ["Portal:Http:PublicBase"] = "https://auth.example/", ["Portal:DataDirectory"] = _folder.FullName };
        foreach (var (key, value) in settings)
        {
            all["Portal:" + key] = value;
        }

        return Installation.Read(new ConfigurationBuilder().AddInMemoryCollection(all).Build(), new Environment(_folder.FullName));
    }

    private sealed class Environment(string root) : IHostEnvironment
    {
        public string ApplicationName { get; set; } = "Portal";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();

        public string ContentRootPath { get; set; } = root;

        public string EnvironmentName { get; set; } = Environments.Production;
    }
}
