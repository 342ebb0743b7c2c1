using System.Buffers;
using Portal.Tests.FakeHomeserver.Http;

namespace Portal.Tests.FakeHomeserver.State;

/// <summary>What a new localpart must be, in the order in which it is looked at (homeserver contract, section 9.2).</summary>
internal static class UsernameRules
{
    private const int MaxUserId = 255;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789=_-./+");

    private static readonly (Func<string, FakeSynapseOptions, Func<string, bool>, bool> Breaks, string Code, string Text)[] InOrder =
    [
        ((name, _, _) => name.AsSpan().ContainsAnyExcept(Allowed), "M_INVALID_USERNAME", "User ID can only contain characters a-z, 0-9, or '=_-./+'"),
        ((name, _, _) => name.Length == 0, "M_INVALID_USERNAME", "User ID cannot be empty"),
        ((name, options, _) => name[0] == '_' && !options.AllowUnderscorePrefixedLocalpart, "M_INVALID_USERNAME", "User ID may not begin with _"),
        ((name, options, _) => name == options.ServerNoticesUser || options.AppServices.Any(service => service.Owns(name)), "M_EXCLUSIVE", "This user ID is reserved."),
        ((name, options, _) => $"@{name}:{options.ServerName}".Length > MaxUserId, "M_INVALID_USERNAME", "User ID may not be longer than 255 characters"),
        ((name, _, isTaken) => isTaken(name), "M_USER_IN_USE", "User ID already taken."),
        ((name, _, _) => name.All(char.IsAsciiDigit), "M_INVALID_USERNAME", "Numeric user IDs are reserved for guest users."),
    ];

    /// <exception cref="MatrixErrorException">It breaks a rule; the first one.</exception>
    public static void Check(string localpart, FakeSynapseOptions options, Func<string, bool> isTaken)
    {
        if (Array.Find(InOrder, rule => rule.Breaks(localpart, options, isTaken)) is { Breaks: not null } broken)
        {
            throw new MatrixErrorException(400, broken.Code, broken.Text);
        }
    }
}
