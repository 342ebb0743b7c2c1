using Portal.Identity.Protocol;

namespace Portal.Identity.Sessions;

/// <summary>Names one session in an address: its kind and its id, as in <c>oauth2_session:01J00000000000000000000000</c> (flows contract, section 1).</summary>
public readonly record struct SessionReference(AccountSessionKind Kind, Guid Id)
{
    private static readonly (AccountSessionKind Kind, string Name)[] Names =
    [
        (AccountSessionKind.Browser, "browser_session"),
        (AccountSessionKind.OAuth, "oauth2_session"),
        (AccountSessionKind.Legacy, "compat_session"),
    ];

    /// <summary>Reads the written form. <see langword="false"/> for an unknown kind, and for what is no ULID.</summary>
    public static bool TryParse(string? text, out SessionReference reference)
    {
        reference = default;
        if (text?.Split(':') is not [var name, var id] || !Ulid.TryDecode(id, out var sessionId))
        {
            return false;
        }

        foreach (var (kind, known) in Names)
        {
            if (name == known)
            {
                reference = new(kind, sessionId);
                return true;
            }
        }

        return false;
    }

    /// <summary>The written form.</summary>
    public override string ToString()
    {
        var kind = Kind;
        return $"{Array.Find(Names, entry => entry.Kind == kind).Name}:{Ulid.Encode(Id)}";
    }
}
