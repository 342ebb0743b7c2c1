using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Portal.Identity.Accounts.Passkeys;

/// <summary>Asks authenticators, and judges what they answer (Web Authentication §7). Nothing is stored here.</summary>
/// <remarks>
/// The checks are those of ASP.NET Core Identity. What was asked travels with the page and not in a cookie, so that two pages that are open at once do not
/// spoil each other's answers.
/// </remarks>
public sealed class PasskeyCeremonies(IPasskeyHandler<PortalUser> handler, IDataProtectionProvider dataProtection, TimeProvider clock)
{
    /// <summary>How long a page can be open before its question is too old: a sign-in page may wait for a while until somebody sits down before it.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>More than any answer needs; the longest hold certificates.</summary>
    public const int MaxAnswerLength = 16 * 1024;

    private const int TimeLength = sizeof(long);

    // All that it could look up in a request is configured (PasskeyServices).
    private static readonly DefaultHttpContext NoRequest = new();

    /// <summary>Asks for a new passkey.</summary>
    /// <param name="owner">Whose it will be, as they and their browser shall see it.</param>
    public async Task<PasskeyQuestion> AskForNewAsync(string purpose, PasskeyUserEntity owner)
    {
        var made = await handler.MakeCreationOptionsAsync(owner, NoRequest);
        return new PasskeyQuestion(made.CreationOptionsJson, Protect(purpose, made.AttestationState!));
    }

    /// <summary>Asks for any passkey of this portal, or for one of an account.</summary>
    /// <param name="user">None to let the person choose.</param>
    public async Task<PasskeyQuestion> AskAsync(string purpose, PortalUser? user)
    {
        var made = await handler.MakeRequestOptionsAsync(user, NoRequest);
        return new PasskeyQuestion(made.RequestOptionsJson, Protect(purpose, made.AssertionState!));
    }

    /// <returns>None if the answer is not one to a question of ours, comes too late, or proves nothing.</returns>
    public async Task<NewPasskey?> JudgeNewAsync(PasskeyAnswer answer)
    {
        if (Read(answer) is not { State: { } state } || await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = NoRequest, CredentialJson = answer.Credential, AttestationState = state })
            is not { Succeeded: true, Passkey: { } made })
        {
            return null;
        }

        return new NewPasskey(made.CredentialId, made.PublicKey, made.SignCount, [.. (made.Transports ?? []).Where(IsTransport)], made.IsBackupEligible, made.IsBackedUp, FindProvider(made.AttestationObject));
    }

    /// <inheritdoc cref="JudgeNewAsync"/>
    public async Task<ProvenPasskey?> JudgeAsync(PasskeyAnswer answer) =>
        Read(answer) is { State: { } state, Challenge: { } challenge }
        && await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = NoRequest, CredentialJson = answer.Credential, AssertionState = state }) is { Succeeded: true, Passkey: { } used, User: { } user }
            ? new ProvenPasskey(user.Id, used.CredentialId, used.SignCount, used.IsBackedUp, challenge)
            : null;

    private string Protect(string purpose, string state)
    {
        var content = new byte[TimeLength + Encoding.UTF8.GetByteCount(state)];
        BitConverter.TryWriteBytes(content, clock.GetUtcNow().UtcTicks);
        Encoding.UTF8.GetBytes(state, content.AsSpan(TimeLength));
        return Base64Url.EncodeToString(ProtectorFor(purpose).Protect(content));
    }

    private (string? State, PasskeyChallenge? Challenge) Read(PasskeyAnswer answer)
    {
        if (answer.Credential.Length > MaxAnswerLength || answer.State.Length > MaxAnswerLength)
        {
            return default;
        }

        try
        {
            var content = ProtectorFor(answer.Purpose).Unprotect(Base64Url.DecodeFromChars(answer.State));
            var (expiresAt, state) = (new DateTimeOffset(BitConverter.ToInt64(content), TimeSpan.Zero) + Lifetime, content[TimeLength..]);
            return clock.GetUtcNow() < expiresAt
                ? (Encoding.UTF8.GetString(state), new PasskeyChallenge(Convert.ToBase64String(SHA256.HashData(state)), expiresAt))
                : default;
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return default; // somebody else has written it, or for another purpose
        }
    }

    private IDataProtector ProtectorFor(string purpose) => dataProtection.CreateProtector("passkey-question", purpose);

    // Names of the specification, of which there may be more one day; never what would not be a name.
    private static bool IsTransport(string name) => name.Length is > 0 and <= 32 && name.All(character => char.IsAsciiLetterLower(character) || character == '-');

    /// <summary>Which kind of authenticator it was (Web Authentication §6.5.1): after the hash, the flags and the count.</summary>
    private static Guid? FindProvider(byte[] attestation)
    {
        const int Start = 32 + 1 + 4;
        const int Length = 16;
        try
        {
            var reader = new CborReader(attestation);
            for (var left = reader.ReadStartMap(); left is not 0 && reader.PeekState() != CborReaderState.EndMap; left--)
            {
                if (reader.ReadTextString() == "authData")
                {
                    return reader.ReadByteString() is { Length: >= Start + Length } data && new Guid(data.AsSpan(Start, Length), bigEndian: true) is var provider && provider != Guid.Empty ? provider : null;
                }

                reader.SkipValue();
            }
        }
        catch (Exception exception) when (exception is CborContentException or InvalidOperationException)
        {
            return null; // the library could read it: this is only for a name
        }

        return null;
    }
}
