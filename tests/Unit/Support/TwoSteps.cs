using Portal.Identity.Accounts;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Protocol;

namespace Portal.Tests.Unit.Support;

/// <summary>Somebody's phone, and the paper on which they keep their recovery codes.</summary>
internal sealed class TwoSteps
{
    private readonly AuthenticatorKey _key = AuthenticatorKey.Draw(new SecretGenerator());

    /// <summary>Not used yet.</summary>
    public string RecoveryCode { get; } = Portal.Identity.Accounts.SecondFactor.RecoveryCode.Draw(new SecretGenerator());

    /// <summary>What is stored of an account that has signed in with this phone long ago.</summary>
    public IEnumerable<object> RowsOf(PortalUser user) =>
    [
        Authenticator.Create(user.Id, A.Protector().Protect(_key.Bytes), step: 0, ManualClock.Start),
        Portal.Identity.Accounts.SecondFactor.RecoveryCode.Of(user.Id, RecoveryCode, ManualClock.Start),
    ];

    /// <summary>What the phone shows at that time.</summary>
    public string CodeAt(DateTimeOffset time) => TimeCode.Of(_key.Bytes, TimeCode.StepAt(time));

    /// <summary>What an app makes of a key that was typed into it.</summary>
    public static string CodeOf(string key, DateTimeOffset time)
    {
        var bits = string.Concat(key.Where(character => character != ' ').Select(character => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(character, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return TimeCode.Of([.. bits.Chunk(8).Select(chunk => Convert.ToByte(new string(chunk), 2))], TimeCode.StepAt(time));
    }

    /// <summary>Six digits that it does not show then.</summary>
    public string WrongCodeAt(DateTimeOffset time)
    {
        var near = Enumerable.Range(-1, 3).Select(step => TimeCode.Of(_key.Bytes, TimeCode.StepAt(time) + step)).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(0, near.Count + 1).Select(number => number.ToString("D6", System.Globalization.CultureInfo.InvariantCulture)).First(code => !near.Contains(code));
    }
}
