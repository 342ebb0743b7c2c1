namespace Portal.Components.Forms;

/// <summary>The words around a password that can be shown and hidden again.</summary>
/// <param name="Show">On the button while the password is hidden.</param>
/// <param name="Hide">On the button while it can be read.</param>
/// <param name="ShowLabel">What a screen reader calls the button; begins with the same word as <paramref name="Show"/>.</param>
/// <param name="HideLabel">The same for <paramref name="Hide"/>.</param>
/// <param name="Shown">Said when the password has become readable.</param>
/// <param name="Hidden">Said when it is hidden again.</param>
/// <param name="CapsLock">Shown while Caps Lock is on.</param>
public sealed record PasswordTexts(
    string Show, string Hide, string ShowLabel, string HideLabel, string Shown, string Hidden, string CapsLock);
