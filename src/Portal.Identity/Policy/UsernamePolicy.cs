using System.Buffers;

namespace Portal.Identity.Policy;

/// <summary>Which usernames a person may choose. Whether one is taken is asked elsewhere.</summary>
/// <exception cref="PolicyDataException">A rule of the data cannot be used.</exception>
public sealed class UsernamePolicy(PolicyData data)
{
    private const string Field = "username";
    private const int MaxUserIdLength = 255; // of the whole @username:server_name

    private static readonly SearchValues<char> Characters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.=_/+-");

    private readonly StringRule? _allowed =
        StringRule.From($"{PolicyData.Section}:Registration:AllowedUsernames", data.Registration.AllowedUsernames);

    private readonly StringRule? _banned =
        StringRule.From($"{PolicyData.Section}:Registration:BannedUsernames", data.Registration.BannedUsernames);

    /// <summary>The rules that a username breaks, all of them. Upper case is refused, not folded.</summary>
    public IReadOnlyList<PolicyViolation> Check(string username, string serverName)
    {
        var violations = new List<PolicyViolation>();
        if (username.Length == 0)
        {
            Refuse(PolicyCodes.UsernameTooShort, "The username is too short.");
        }

        if (1 + username.Length + 1 + serverName.Length > MaxUserIdLength)
        {
            Refuse(PolicyCodes.UsernameTooLong, "The username is too long.");
        }

        if (username.AsSpan().ContainsAnyExcept(Characters))
        {
            Refuse(PolicyCodes.UsernameInvalidCharacters, "The username contains characters other than a-z, 0-9, and . = _ / + -");
        }

        if (username.Length > 0 && !username.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            Refuse(PolicyCodes.UsernameAllNumeric, "The username cannot be only digits.");
        }

        if (_banned is not null && _banned.Matches(username))
        {
            Refuse(PolicyCodes.UsernameBanned, "This username is not permitted on this server.");
        }

        if (_allowed is not null && !_allowed.Matches(username))
        {
            Refuse(PolicyCodes.UsernameNotAllowed, "This username is not on the list of permitted ones.");
        }

        return violations;

        void Refuse(string code, string message) => violations.Add(new(code, Field, message));
    }

    /// <summary>The plainer rule for accounts that an administrator makes: 1 to 255 of the same characters, not starting with <c>_</c>.</summary>
    public static bool IsAcceptableForAdministrators(string username) =>
        username is { Length: >= 1 and <= MaxUserIdLength } && username[0] != '_' && !username.AsSpan().ContainsAnyExcept(Characters);
}
