using Portal.Tests.FakeHomeserver.Http;

namespace Portal.Tests.FakeHomeserver.State;

/// <summary>All users, and what changes them.</summary>
internal sealed class Users(FakeSynapseOptions options)
{
    private const int MaxDisplayName = 256;
    private const int MaxAvatarUrl = 1000;

    private readonly SortedDictionary<string, FakeUser> _users = new(StringComparer.Ordinal);

    public IReadOnlyCollection<FakeUser> All => _users.Values;

    /// <summary>Whose localpart is exactly that.</summary>
    public FakeUser? Find(string localpart) => _users.GetValueOrDefault(localpart);

    /// <exception cref="MatrixErrorException">There is none.</exception>
    public FakeUser Require(string? localpart) => (localpart is null ? null : Find(localpart)) ?? throw MatrixErrorException.UserNotFound();

    /// <summary>A user whom nobody has to allow.</summary>
    public FakeUser Arrange(string localpart)
    {
        if (Find(localpart) is not { } user)
        {
            user = new FakeUser(localpart) { DisplayName = localpart };
            _users.Add(localpart, user);
        }

        return user;
    }

    /// <summary>Registers somebody new by the rules for names.</summary>
    /// <param name="displayName">None for the localpart.</param>
    /// <exception cref="MatrixErrorException">The name, or the display name, cannot be had.</exception>
    public FakeUser Register(string localpart, string? displayName)
    {
        UsernameRules.Check(localpart, options, IsTaken);
        var user = new FakeUser(localpart);
        SetDisplayName(user, displayName ?? localpart);
        _users.Add(localpart, user);
        return user;
    }

    /// <summary>Whether somebody has it in any mixture of capitals, even if they are deactivated.</summary>
    public bool IsTaken(string localpart) => _users.Keys.Any(taken => taken.Equals(localpart, StringComparison.OrdinalIgnoreCase));

    /// <param name="name">White space around it does not count; none, or nothing else, takes the name away.</param>
    public static void SetDisplayName(FakeUser user, string? name)
    {
        if (LengthOf(name) > MaxDisplayName)
        {
            throw new MatrixErrorException(400, "M_UNKNOWN", $"Displayname is too long (max {MaxDisplayName})");
        }

        user.DisplayName = name?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }

    public static void SetAvatarUrl(FakeUser user, string? url)
    {
        if (LengthOf(url) > MaxAvatarUrl)
        {
            throw new MatrixErrorException(400, "M_UNKNOWN", $"Avatar URL is too long (max {MaxAvatarUrl})");
        }

        user.AvatarUrl = url is { Length: > 0 } ? url : null;
    }

    /// <summary>Makes the addresses exactly these, one after the other: what is wrong ends it in the middle.</summary>
    /// <remarks>What is there is compared as it was sent, and stored in lower case; so capitals are removed and added at each call.</remarks>
    public void SetEmails(FakeUser user, IReadOnlyList<string> addresses)
    {
        var wanted = addresses.ToHashSet(StringComparer.Ordinal);
        foreach (var gone in user.Emails.Where(address => !wanted.Contains(address)).ToList())
        {
            user.Emails.Remove(gone);
            user.EmailChanges++;
        }

        foreach (var missing in wanted.Where(address => !user.Emails.Contains(address)).ToList())
        {
            if (missing.Count(character => character == '@') != 1)
            {
                throw MatrixErrorException.InvalidParameter("Unable to parse email address");
            }

            var folded = missing.ToLowerInvariant();
            foreach (var other in _users.Values)
            {
                other.Emails.Remove(folded);
            }

            user.Emails.Add(folded);
            user.EmailChanges++;
        }
    }

    /// <summary>In code points, as Python counts.</summary>
    public static int LengthOf(string? text) => text?.EnumerateRunes().Count() ?? 0;
}
