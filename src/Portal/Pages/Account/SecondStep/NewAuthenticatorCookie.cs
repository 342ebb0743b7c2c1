using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;

namespace Portal.Pages.Account.SecondStep;

/// <summary>Keeps the key that a person is about to take into their app, so that it is the same when the page is loaded again. Nothing is stored before the app has shown that it has it.</summary>
internal sealed class NewAuthenticatorCookie(IDataProtectionProvider dataProtection, SecretGenerator secrets)
{
    private const int IdLength = 16;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);
    private readonly ProtectedCookie _cookie = new(dataProtection, "new-authenticator");

    /// <summary>The key of this session, or a new one.</summary>
    public AuthenticatorKey Take(HttpContext context, SignedInPerson person)
    {
        if (Read(context, person) is { } kept)
        {
            return kept;
        }

        var key = AuthenticatorKey.Draw(secrets);
        _cookie.Set(context, [.. person.BrowserSessionId.ToByteArray(bigEndian: true), .. key.Bytes], Lifetime);
        return key;
    }

    /// <summary>None if none was drawn in this session.</summary>
    public AuthenticatorKey? Read(HttpContext context, SignedInPerson person) =>
        _cookie.Read(context) is { Length: IdLength + TimeCode.KeyLength } content
            && CryptographicOperations.FixedTimeEquals(content.AsSpan(0, IdLength), person.BrowserSessionId.ToByteArray(bigEndian: true))
            ? new AuthenticatorKey(content[IdLength..])
            : null;

    public void Delete(HttpContext context) => _cookie.Delete(context);
}
