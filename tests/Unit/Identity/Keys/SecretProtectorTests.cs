using System.Security.Cryptography;
using Portal.Identity.Keys;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Keys;

public sealed class SecretProtectorTests
{
    private readonly SecretProtector _protector = A.Protector();

    [Theory]
    [InlineData("")]
    [InlineData("a secret")]
    [InlineData("ein Geheimnis 🔑")]
    public void Gives_back_what_it_was_given(string secret) => Assert.Equal(secret, _protector.UnprotectText(_protector.Protect(secret)));

    [Fact]
    public void Writes_nonce_text_and_tag_in_base64() => Assert.Equal(12 + 5 + 16, Convert.FromBase64String(_protector.Protect("12345")).Length);

    [Fact]
    public void Never_writes_the_same_twice() => Assert.NotEqual(_protector.Protect("a secret"), _protector.Protect("a secret"));

    [Fact]
    public void Refuses_a_value_of_which_any_byte_was_changed()
    {
        var bytes = Convert.FromBase64String(_protector.Protect("a secret"));
        for (var index = 0; index < bytes.Length; index++)
        {
            var changed = (byte[])bytes.Clone();
            changed[index] ^= 1;

            Assert.ThrowsAny<CryptographicException>(() => _protector.Unprotect(Convert.ToBase64String(changed)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    public void Refuses_what_it_never_wrote(string text) => Assert.ThrowsAny<CryptographicException>(() => _protector.Unprotect(text));

    [Fact]
    public void Refuses_what_another_key_wrote()
    {
        var other = new SecretProtector(new byte[32]);

        Assert.ThrowsAny<CryptographicException>(() => _protector.Unprotect(other.Protect("a secret")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Takes_a_key_of_32_bytes_only(int length) => Assert.Throws<ArgumentException>(() => new SecretProtector(new byte[length]));

    [Fact]
    public void Derives_one_key_a_purpose()
    {
        Assert.Equal(_protector.DeriveKeys("a"), _protector.DeriveKeys("a"));
        Assert.NotEqual(_protector.DeriveKeys("a"), _protector.DeriveKeys("b"));
        Assert.Equal(32, Assert.Single(_protector.DeriveKeys("a")).Length);
    }

    [Fact]
    public void Serves_many_threads_at_once() => Parallel.For(0, 2000, number =>
        Assert.Equal($"secret {number}", _protector.UnprotectText(_protector.Protect($"secret {number}"))));
}
