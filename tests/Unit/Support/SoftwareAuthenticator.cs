using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Passkeys;

namespace Portal.Tests.Unit.Support;

/// <summary>A browser and a keeper of one passkey in one, honest unless a test says otherwise (Web Authentication §6).</summary>
internal sealed class SoftwareAuthenticator : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _credentialId;
    private string _userHandle = "";
    private uint _count;

    public SoftwareAuthenticator()
        : this(RandomNumberGenerator.GetBytes(32))
    {
    }

    private SoftwareAuthenticator(byte[] credentialId) => _credentialId = credentialId;

    /// <summary>Which page it believes to be on.</summary>
    public string Origin { get; set; } = "https://auth.example";

    /// <summary>In place of the one that was asked for.</summary>
    public string? RelyingPartyId { get; set; }

    /// <summary>Whether it has seen a finger, a face or a PIN.</summary>
    public bool IsVerified { get; set; } = true;

    /// <summary>Whether the page stands inside one of another site.</summary>
    public bool IsCrossOrigin { get; set; }

    /// <summary>Whether it counts how often it is used.</summary>
    public bool Counts { get; set; }

    public Guid Provider { get; set; } = new("d548826e-79b4-db40-a3d8-11116f7e8349");

    public void Dispose() => _key.Dispose();

    /// <summary>Says that it was used so often.</summary>
    public void SetCount(uint count) => _count = count;

    /// <summary>Names another owner.</summary>
    public void Impersonate(Guid userId) => _userHandle = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(userId.ToString()));

    /// <summary>Another that says all the same and has another key.</summary>
    public SoftwareAuthenticator Forge() => new(_credentialId) { _userHandle = _userHandle, _count = _count };

    /// <summary>Gives it a passkey of that person, past the pages.</summary>
    public async Task EnrolAsync(PortalFactory site, PortalUser user)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var ceremonies = scope.ServiceProvider.GetRequiredService<PasskeyCeremonies>();
        var question = await ceremonies.AskForNewAsync("test", new() { Id = user.Id.ToString(), Name = user.UserName!, DisplayName = user.UserName! });
        var made = await ceremonies.JudgeNewAsync(new PasskeyAnswer("test", question.State, Create(question.Options)));
        await site.ArrangeAsync(Passkey.Of(user.Id, made!, "key", site.Clock.GetUtcNow()));
    }

    /// <summary>Makes its passkey; the answer, as a page sends it.</summary>
    public string Create(string options)
    {
        var asked = JsonNode.Parse(options)!;
        _userHandle = asked["user"]!["id"]!.GetValue<string>();
        var data = Data(asked["rp"]!["id"]!.GetValue<string>(), isNew: true);
        var attestation = new CborWriter();
        attestation.WriteStartMap(3);
        attestation.WriteTextString("fmt");
        attestation.WriteTextString("none");
        attestation.WriteTextString("attStmt");
        attestation.WriteStartMap(0);
        attestation.WriteEndMap();
        attestation.WriteTextString("authData");
        attestation.WriteByteString(data);
        attestation.WriteEndMap();
        return Answer(new { clientDataJSON = Url(ClientData("webauthn.create", asked)), attestationObject = Url(attestation.Encode()), transports = (string[])["internal", "hybrid"] });
    }

    /// <summary>Uses it; the answer, as a page sends it.</summary>
    public string Get(string options)
    {
        var asked = JsonNode.Parse(options)!;
        var (client, data) = (ClientData("webauthn.get", asked), Data(asked["rpId"]!.GetValue<string>(), isNew: false));
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(new { clientDataJSON = Url(client), authenticatorData = Url(data), signature = Url(signature), userHandle = _userHandle });
    }

    private string Answer<TResponse>(TResponse response) => JsonSerializer.Serialize(
        new { id = Url(_credentialId), rawId = Url(_credentialId), type = "public-key", authenticatorAttachment = "platform", clientExtensionResults = new { }, response });

    private byte[] ClientData(string type, JsonNode asked) =>
        JsonSerializer.SerializeToUtf8Bytes(new { type, challenge = asked["challenge"]!.GetValue<string>(), origin = Origin, crossOrigin = IsCrossOrigin });

    private byte[] Data(string relyingPartyId, bool isNew)
    {
        const byte Present = 1, Verified = 4, MayBeCopied = 8, IsCopied = 16, WithKey = 64;
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Counts ? ++_count : _count);
        byte flags = (byte)(Present | MayBeCopied | IsCopied | (IsVerified ? Verified : 0) | (isNew ? WithKey : 0));
        byte[] start = [.. SHA256.HashData(Encoding.UTF8.GetBytes(RelyingPartyId ?? relyingPartyId)), flags, .. count];
        return isNew ? [.. start, .. Provider.ToByteArray(bigEndian: true), 0, (byte)_credentialId.Length, .. _credentialId, .. PublicKey()] : start;
    }

    private byte[] PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var key = new CborWriter(CborConformanceMode.Ctap2Canonical);
        key.WriteStartMap(5);
        Add(1, 2);
        Add(3, -7);
        Add(-1, 1);
        key.WriteInt32(-2);
        key.WriteByteString(point.X!);
        key.WriteInt32(-3);
        key.WriteByteString(point.Y!);
        key.WriteEndMap();
        return key.Encode();

        void Add(int name, int value)
        {
            key.WriteInt32(name);
            key.WriteInt32(value);
        }
    }

    private static string Url(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
