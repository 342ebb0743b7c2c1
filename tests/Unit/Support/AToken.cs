using Portal.Identity.Accounts.Registration;

namespace Portal.Tests.Unit.Support;

/// <summary>Registration tokens.</summary>
internal static class AToken
{
    public const string Text = "Invited4Tea";

    public static RegistrationToken Of(int? limit = 1, TimeSpan? lifetime = null, string? invitedBy = null, string text = Text) =>
        RegistrationToken.Issue(text, new NewRegistrationToken { UsageLimit = limit, Lifetime = lifetime, InvitedBy = invitedBy }, ManualClock.Start);
}
