using Portal.Components.Forms;
using Portal.Texts;

namespace Portal.Layout;

/// <summary>The words around every password field.</summary>
internal static class PasswordWords
{
    public static PasswordTexts Of(TextSet texts) => new(
        texts["password.show"], texts["password.hide"], texts["password.show-label"], texts["password.hide-label"],
        texts["password.shown"], texts["password.hidden"], texts["password.caps"]);
}
