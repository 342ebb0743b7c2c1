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
    public const string DraftShownHint = "It is kept for two hours, and only this address shows it.";
    public const string DraftEdit = "Go on with it";
    public const string DraftLeave = "Leave it";

    public const string TokensLead = "Everything that a theme can set, with its values. Change some, and look: nobody else sees it before the file is in the theme's folder.";
    public const string DraftShow = "Show the draft";
    public const string DraftKept = "The draft is shown beside its tokens.";
    public const string DraftEverywhere = "See it on every page";
    public const string DraftRefused = "This draft cannot be shown.";
    public const string DraftRefusedHint = "Mend these, and show it again:";
    public const string Download = "Download theme.json";
    public const string DownloadPackage = "Download the whole theme";
    public const string Package = "Bring a theme";
    public const string PackageLead = "A zip as the download above makes it, or portal theme pack. You see it as a draft; nothing on the disk is changed.";
    public const string PackageFile = "Theme, as a zip";
    public const string PackageShow = "Show this theme";
    public const string PackageMissing = "Choose a zip first.";
    public const string ThemeUnreadable = "The theme on disk cannot be read.";
    public const string Preview = "Preview";
    public const string Contrast = "Contrast";
    public const string ContrastLead = "Every two colours that really meet, and what WCAG 2.2 asks of them: 4.5 for text, 3 for what one operates.";
    public const string Pair = "Colours";
    public const string On = "on";
    public const string Where = "Where";
    public const string Needed = "Needed";
    public const string TooLow = "Too low";

    public const string ComponentsLead = "What pages are made of, drawn by the components themselves. A theme reaches each of them through the custom properties below it.";
    public const string Properties = "Custom properties";
    public const string Slots = "Slots";
    public const string Parameters = "Parameters";
    public const string SeeState = "Stands in";

    public static string Barriers(int count) => count switch
    {
        0 => "all are told apart",
        1 => "1 pair is too close",
        _ => $"{count} pairs are too close",
    };

    public static string Count(int states) => states == 1 ? "1 state" : $"{states} states";
}
