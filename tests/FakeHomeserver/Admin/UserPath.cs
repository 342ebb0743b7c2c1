using Portal.Tests.FakeHomeserver.Http;
using Portal.Tests.FakeHomeserver.State;

namespace Portal.Tests.FakeHomeserver.Admin;

/// <summary>The user whom an address of the admin API names.</summary>
internal static class UserPath
{
    /// <exception cref="MatrixErrorException">It is no Matrix ID, or one of another server.</exception>
    public static string Localpart(this Call call)
    {
        var (userId, suffix) = (call.Path["userId"], ":" + call.World.Options.ServerName);
        return !userId.StartsWith('@') || !userId.Contains(':', StringComparison.Ordinal) ? throw MatrixErrorException.InvalidParameter($"Expected UserID string to start with '@'")
            : !userId.EndsWith(suffix, StringComparison.Ordinal) ? throw new MatrixErrorException(400, "M_UNKNOWN", "This endpoint can only be used with local users")
            : userId[1..^suffix.Length];
    }

    /// <exception cref="MatrixErrorException">There is no such user.</exception>
    public static FakeUser RequireUser(this Call call) => call.World.Users.Require(call.Localpart());
}
