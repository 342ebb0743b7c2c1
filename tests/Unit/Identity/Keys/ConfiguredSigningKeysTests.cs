using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Portal.Identity.Jose;
using Portal.Identity.Keys;
using Xunit;
using ConfiguredKey = Portal.Identity.Keys.SigningKeyOptions.ConfiguredKey;

namespace Portal.Tests.Unit.Identity.Keys;

/// <summary>Keys that the operator brings (oauth contract, section 2).</summary>
public sealed class ConfiguredSigningKeysTests : IDisposable
{
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-keys-");

    public static TheoryData<string, string> Curves => new() { { "1.2.840.10045.3.1.7", "P-256" }, { "1.3.132.0.34", "P-384" }, { "1.3.132.0.10", "secp256k1" } };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Reads_an_RSA_key_in_every_encoding()
    {
        using var rsa = RSA.Create(2048);
        var expected = Base64UrlEncoder.Encode(new RsaSecurityKey(rsa.ExportParameters(false)).ComputeJwkThumbprint());

        string[] pems = [rsa.ExportRSAPrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem()];
        byte[][] ders = [rsa.ExportRSAPrivateKey(), rsa.ExportPkcs8PrivateKey()];

        Assert.All(pems, pem => Assert.Equal((expected, "RSA"), Only(new() { Key = pem })));
        Assert.All(ders, der => Assert.Equal((expected, "RSA"), Only(new() { KeyFile = FileOf(der) })));
        Assert.Equal((expected, "RSA"), Only(new() { Key = rsa.ExportEncryptedPkcs8PrivateKeyPem("word", Encryption), Password = "word" }));
        Assert.Equal((expected, "RSA"), Only(new() { KeyFile = FileOf(rsa.ExportEncryptedPkcs8PrivateKey("word", Encryption)), PasswordFile = FileOf("word\n"u8.ToArray()) }));
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void Reads_EC_keys_of_every_curve_in_every_encoding_and_signs_with_them(string oid, string curve)
    {
        using var ec = ECDsa.Create(ECCurve.CreateFromValue(oid));

        Assert.All(new[] { ec.ExportECPrivateKeyPem(), ec.ExportPkcs8PrivateKeyPem() }, pem => Assert.Equal(curve, Only(new() { Key = pem }).Kind));
        Assert.All(new[] { ec.ExportECPrivateKey(), ec.ExportPkcs8PrivateKey() }, der => Assert.Equal(curve, Only(new() { KeyFile = FileOf(der) }).Kind));
        using var key = Load(new() { Key = ec.ExportECPrivateKeyPem() });
        var algorithm = JwtAlgorithm.Find(Assert.Single(key.Kind.Algorithms))!;
        Assert.Equal(curve, algorithm.Curve);
        Assert.True(ec.VerifyData((byte[])[1], key.Sign(algorithm, [1]), algorithm.Hash));
        Assert.Equal(["crv", "kid", "kty", "use", "x", "y"], key.ToJwk().Keys);
        Assert.Equal(curve, key.ToJwk()["crv"]);
    }

    [Theory]
    [InlineData("RS256", "SHA256", false)]
    [InlineData("RS384", "SHA384", false)]
    [InlineData("RS512", "SHA512", false)]
    [InlineData("PS256", "SHA256", true)]
    [InlineData("PS384", "SHA384", true)]
    [InlineData("PS512", "SHA512", true)]
    public void An_RSA_key_signs_with_six_algorithms(string algorithm, string hash, bool pss)
    {
        using var rsa = RSA.Create(2048);
        using var key = Load(new() { Key = rsa.ExportPkcs8PrivateKeyPem() });

        Assert.Contains(algorithm, key.Kind.Algorithms);
        Assert.True(rsa.VerifyData((byte[])[1], key.Sign(JwtAlgorithm.Find(algorithm)!, [1]), new HashAlgorithmName(hash), pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public void Line_7_a_configured_kid_is_the_kid()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Equal("mine", Only(new() { Key = ec.ExportPkcs8PrivateKeyPem(), Kid = "mine" }).KeyId);
    }

    [Fact]
    public void A_folder_comes_before_the_list()
    {
        using var first = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var second = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        FileOf(first.ExportPkcs8PrivateKey());

        var keys = ConfiguredSigningKeys.Load(new SigningKeyOptions { KeysDirectory = _folder.FullName, Keys = [new() { Key = second.ExportPkcs8PrivateKeyPem() }] });

        Assert.Equal(["P-256", "P-384"], keys.Select(key => key.Kind.Name));
    }

    [Fact]
    public void What_cannot_be_used_is_said_by_the_name_of_its_setting()
    {
        using var rsa = RSA.Create(2048);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        var pem = rsa.ExportPkcs8PrivateKeyPem();
        var encrypted = rsa.ExportEncryptedPkcs8PrivateKeyPem("word", Encryption);

        Assert.StartsWith("Portal:Secrets:Keys:0 needs either", Refusal(new ConfiguredKey()), StringComparison.Ordinal);
        Assert.StartsWith("Portal:Secrets:Keys:0 needs either", Refusal(new ConfiguredKey { Key = pem, KeyFile = "x" }), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Refusal(new ConfiguredKey { KeyFile = Path.Combine(_folder.FullName, "missing") }), StringComparison.Ordinal);
        Assert.Contains("is no private key", Refusal(new ConfiguredKey { Key = "nonsense" }), StringComparison.Ordinal);
        Assert.Contains("is no private key", Refusal(new ConfiguredKey { Key = rsa.ExportSubjectPublicKeyInfoPem() }), StringComparison.Ordinal);
        Assert.Contains("is no private key", Refusal(new ConfiguredKey { Key = encrypted }), StringComparison.Ordinal);
        Assert.Contains("cannot be decrypted", Refusal(new ConfiguredKey { Key = encrypted, Password = "wrong" }), StringComparison.Ordinal);
        Assert.Contains("cannot be decrypted", Refusal(new ConfiguredKey { Key = pem, Password = "word" }), StringComparison.Ordinal);
        Assert.Contains("not supported", Refusal(new ConfiguredKey { Key = other.ExportPkcs8PrivateKeyPem() }), StringComparison.Ordinal);
        Assert.Contains("two keys with the kid", Refusal(new ConfiguredKey { Key = pem }, new ConfiguredKey { Key = pem }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.23:59:59", false)]
    [InlineData("2.00:00:00", true)]
    [InlineData("00:00:00", true)]
    public void A_life_of_less_than_two_days_is_refused_and_zero_means_for_ever(string lifetime, bool good) =>
        Assert.Equal(good, new SigningKeyOptionsValidator().Validate(null, new SigningKeyOptions { SigningKeyLifetime = TimeSpan.Parse(lifetime, System.Globalization.CultureInfo.InvariantCulture) }).Succeeded);

    private static (string KeyId, string Kind) Only(ConfiguredKey configured)
    {
        using var key = Load(configured);
        return (key.KeyId, key.Kind.Name);
    }

    private static SigningKeyPair Load(ConfiguredKey key) => Assert.Single(ConfiguredSigningKeys.Load(new SigningKeyOptions { Keys = [key] }));

    private static string Refusal(params ConfiguredKey[] keys) => new SigningKeyOptionsValidator().Validate(null, new SigningKeyOptions { Keys = keys }).FailureMessage!;

    private string FileOf(byte[] content)
    {
        var path = Path.Combine(_folder.FullName, $"key-{_folder.GetFiles().Length}");
        File.WriteAllBytes(path, content);
        return path;
    }
}
