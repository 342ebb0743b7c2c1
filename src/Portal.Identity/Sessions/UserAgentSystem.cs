using System.Buffers;

namespace Portal.Identity.Sessions;

/// <summary>The system a browser says that it runs on.</summary>
internal sealed record UserAgentSystem(string? Os, string? Version, string? Model, DeviceKind Kind)
{
    private static readonly UserAgentSystem Unknown = new(null, null, null, DeviceKind.Unknown);

    private static readonly SearchValues<char> VersionCharacters = SearchValues.Create("0123456789._");

    // Windows 10 and 11 both say 10.0.
    private static readonly Dictionary<string, string> WindowsVersions = new(StringComparer.Ordinal)
    {
        ["5.1"] = "XP",
        ["5.2"] = "XP",
        ["6.0"] = "Vista",
        ["6.1"] = "7",
        ["6.2"] = "8",
        ["6.3"] = "8.1",
        ["10.0"] = "10",
    };

    public static UserAgentSystem Read(UserAgentText text)
    {
        var parts = text.System;
        return Apple(parts) ?? Windows(parts) ?? Android(text) ?? Unix(parts) ?? Unknown;
    }

    private static UserAgentSystem? Apple(IReadOnlyList<string> parts)
    {
        // "CPU iPhone OS 17_4 like Mac OS X" would also be found by the search for a Mac.
        switch (parts is [var first, ..] ? first : "")
        {
            case "iPad":
                return new("iPadOS", After(parts, "OS "), "iPad", DeviceKind.Tablet);
            case "iPhone":
                return new("iOS", After(parts, "OS "), "iPhone", DeviceKind.Mobile);
            case "iPod" or "iPod touch":
                return new("iOS", After(parts, "OS "), "iPod", DeviceKind.Mobile);
        }

        if (!parts.Any(part => part.Contains("Mac OS X", StringComparison.Ordinal)))
        {
            return parts is ["Macintosh", ..] ? new("macOS", null, null, DeviceKind.Computer) : null;
        }

        // All browsers stopped counting at 10.15; Firefox leaves out the 7.
        var version = After(parts, "Mac OS X ");
        return new("macOS", version is "10.15.7" or "10.15" ? null : version, null, DeviceKind.Computer);
    }

    private static UserAgentSystem? Windows(IReadOnlyList<string> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].StartsWith("Windows Phone", StringComparison.Ordinal))
            {
                return new("Windows Phone", After([parts[i]], "Windows Phone "), null, DeviceKind.Mobile);
            }

            if (parts[i].StartsWith("Windows NT ", StringComparison.Ordinal))
            {
                var number = parts[i]["Windows NT ".Length..];
                var isFrozen = number is "10.0" && i + 1 < parts.Count && parts[i + 1] is "Win64";
                return new("Windows", isFrozen ? null : WindowsVersions.GetValueOrDefault(number, number), null, DeviceKind.Computer);
            }

            if (parts[i].StartsWith("Windows", StringComparison.Ordinal))
            {
                return new("Windows", After([parts[i]], "Windows "), null, DeviceKind.Computer);
            }
        }

        return null;
    }

    private static UserAgentSystem? Android(UserAgentText text)
    {
        var parts = text.System;
        if (!parts.Any(part => part.StartsWith("Android", StringComparison.Ordinal)))
        {
            return null;
        }

        var isFrozen = parts is ["Linux", "Android 10", "K", ..];
        // Phones say "Mobile", among the products (Chrome) or about the system (Firefox); tablets do not.
        var isMobile = parts.Contains("Mobile", StringComparer.Ordinal) || text.VersionOf("Mobile") is not null;
        return new("Android", isFrozen ? null : After(parts, "Android "), null, isMobile ? DeviceKind.Mobile : DeviceKind.Tablet);
    }

    private static UserAgentSystem? Unix(IReadOnlyList<string> parts)
    {
        foreach (var part in parts)
        {
            var end = part.IndexOf(' ', StringComparison.Ordinal);
            var name = (end < 0 ? part : part[..end]) switch
            {
                "CrOS" => "Chrome OS",
                "Linux" => "Linux",
                "FreeBSD" => "FreeBSD",
                "OpenBSD" => "OpenBSD",
                "NetBSD" => "NetBSD",
                _ => null,
            };
            if (name is not null)
            {
                return new(name, null, null, DeviceKind.Computer);
            }
        }

        return null;
    }

    /// <summary>The version that follows a name, with dots: of <c>CPU iPhone OS 17_4 like …</c> it is <c>17.4</c>.</summary>
    private static string? After(IEnumerable<string> parts, string name)
    {
        foreach (var part in parts)
        {
            var start = part.IndexOf(name, StringComparison.Ordinal) + name.Length;
            var length = start < name.Length ? 0 : part.AsSpan(start).IndexOfAnyExcept(VersionCharacters);
            length = length < 0 ? part.Length - start : length;
            if (length > 0)
            {
                return part.Substring(start, length).Replace('_', '.');
            }
        }

        return null;
    }
}
