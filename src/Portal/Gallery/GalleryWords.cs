namespace Portal.Gallery;

/// <summary>What the gallery says, to designers and therefore in English only: not in the catalogue, which is translated into every language.</summary>
internal static class GalleryWords
{
    public const string Name = "Gallery";
    public const string States = "Pages and mails";
    public const string Components = "Components";
    public const string Tokens = "Tokens";
    public const string Sections = "Parts of the gallery";
    public const string Lead = "Every page and every mail, in every state. All names and numbers are made up, and no button does anything.";
    public const string ThemeBroken = "The theme on disk is broken.";
    public const string ThemeBrokenHint = "You see the last good one until these are mended. portal theme check says the same.";

    public const string Colours = "Colours";
    public const string System = "System";
    public const string Light = "Light";
    public const string Dark = "Dark";
    public const string Size = "Size";
    public const string Phone = "Phone";
    public const string Desktop = "Desktop";
    public const string Logo = "Logo";
    public const string OwnLogo = "Yours";
    public const string NoLogo = "None";
    public const string Language = "Language";
    public const string BrowserLanguage = "As the browser";
    public const string Search = "Search";
    public const string SearchPlaceholder = "password, long name, mail";
    public const string Show = "Show";
    public const string ShowAll = "Show all";
    public const string All = "All";
    public const string Areas = "Areas";
    public const string Text = "Text";
    public const string TextOf = "Text part of the mail: ";
    public const string Nothing = "Nothing is called that.";
    public const string NothingHint = "Fewer words find more.";
    public const string DraftShown = "You see a draft.";
    public const string DraftShownHint = "Its tokens are kept for two hours, and only this address shows them.";
    public const string DraftEdit = "Go on with it";
    public const string DraftLeave = "Leave it";

    public static string Count(int states) => states == 1 ? "1 state" : $"{states} states";
}
