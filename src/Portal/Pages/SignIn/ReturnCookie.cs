using System.Buffers.Binary;
using Microsoft.AspNetCore.DataProtection;
using Portal.Identity.Accounts.Deletion;
using Portal.Identity.Sessions;

namespace Portal.Pages.SignIn;

/// <summary>Remembers for a few minutes that the owner of a deleted account has proven to be just that, while they decide whether to have it back.</summary>
internal sealed class ReturnCookie(IDataProtectionProvider dataProtection, TimeProvider clock)
{
    private const int Length = 16 + 8 + 8 + 1;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly ProtectedCookie _cookie = new(dataProtection, "account-return");

    public void Set(HttpContext context, AccountReturn way)
    {
        var content = new byte[Length];
        way.UserId.TryWriteBytes(content, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(16), way.Until.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(24), way.Proof.At.UtcTicks);
        content[32] = (byte)way.Proof.Methods;
        _cookie.Set(context, content, Lifetime);
    }

    public void Delete(HttpContext context) => _cookie.Delete(context);

    /// <summary>None if there is no such cookie, or the proof is too old.</summary>
    public AccountReturn? Read(HttpContext context)
    {
        if (_cookie.Read(context) is not { Length: Length } content)
        {
            return null;
        }

        var way = new AccountReturn(new Guid(content.AsSpan(0, 16), bigEndian: true), TimeAt(content, 16), new SignInProof(TimeAt(content, 24), (ProofMethods)content[32]));
        return clock.GetUtcNow() - way.Proof.At <= Lifetime ? way : null;
    }

    private static DateTimeOffset TimeAt(byte[] content, int start) => new(BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(start)), TimeSpan.Zero);
}
