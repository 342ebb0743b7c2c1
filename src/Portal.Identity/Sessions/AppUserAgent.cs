namespace Portal.Identity.Sessions;

/// <summary>The style of Matrix apps: <c>Name/1.2 (Model; OS 12; …)</c>, or as old Android writes it, <c>Name/1.2 (Linux; U; Android 12; Model Build/…; …)</c>.</summary>
internal static class AppUserAgent
{
    public static UserAgent? TryParse(string text)
    {
        // Names contain spaces ("Element X"), versions do not.
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var open = text.IndexOf(" (", StringComparison.Ordinal);
        var isShaped = slash > 0 && open > slash + 1 && text.IndexOf(' ', slash) == open &&
            UserAgentText.EndOfComment(text, open + 1) == text.Length - 1;
        if (!isShaped || text.Contains("Mozilla/", StringComparison.Ordinal))
        {
            return null;
        }

        var (modelText, osText) = UserAgentText.Split(text[(open + 2)..^1]) switch
        {
            ["Linux", "U", var os, var model, ..] => (model, os),
            ["Linux", "U", var os] => ("", os),
            [var model, var os, ..] => (model, os),
            _ => ("", ""),
        };
        if (osText.Length == 0)
        {
            return null;
        }

        var (osName, osVersion) = SplitOs(osText);
        var device = WithoutBuild(modelText);
        return new(text[..slash], text[(slash + 1)..open], osName, osVersion, device, KindOf(device, osName));
    }

    // "Windows 8.1" is Windows, version 8.1; a name may have several words.
    private static (string Name, string? Version) SplitOs(string text)
    {
        for (var space = text.IndexOf(' ', StringComparison.Ordinal); space > 0; space = text.IndexOf(' ', space + 1))
        {
            if (space + 1 < text.Length && char.IsAsciiDigit(text[space + 1]))
            {
                return (text[..space], text[(space + 1)..]);
            }
        }

        return (text, null);
    }

    private static string? WithoutBuild(string model)
    {
        var slash = model.IndexOf('/', StringComparison.Ordinal);
        model = slash < 0 ? model : model[..slash];
        model = model.EndsWith("Build", StringComparison.Ordinal) ? model[..^"Build".Length] : model;
        model = model.Trim();
        return model.Length == 0 ? null : model;
    }

    private static DeviceKind KindOf(string? model, string os)
    {
        if (model is not null && model.Contains("iPad", StringComparison.Ordinal))
        {
            return DeviceKind.Tablet;
        }

        return os is "Android" or "iOS" ? DeviceKind.Mobile : DeviceKind.Unknown;
    }
}
