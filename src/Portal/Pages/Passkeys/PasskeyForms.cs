using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Sessions;
using Portal.Texts;

namespace Portal.Pages.Passkeys;

/// <summary>What <see cref="PasskeyForm"/> sends.</summary>
internal static class PasskeyForms
{
    /// <summary>The answer of an authenticator; none if the form was another one of the page.</summary>
    public static PasskeyAnswer? ReadPasskey(this IFormCollection form, string purpose) =>
        form.Text("credential") is { Length: > 0 } credential ? new PasskeyAnswer(purpose, form.Text("state"), credential) : null;

    /// <summary>What to call a passkey that does not say who keeps it: the browser that made it.</summary>
    public static string PasskeyName(this HttpContext context)
    {
        var texts = context.GetTexts();
        return texts.NameOf(UserAgent.Parse(context.Request.Headers.UserAgent)) ?? texts["passkeys.unnamed"];
    }
}
