using Portal.Identity.Sessions;

namespace Portal.Texts;

/// <summary>What a browser or device is called, in words.</summary>
internal static class DeviceText
{
    /// <summary>"Firefox on Linux", or as much of it as is known; <see langword="null"/> if nothing is.</summary>
    public static string? NameOf(this TextSet texts, UserAgent agent) => texts.Join(agent.Model ?? agent.Name, agent.Model is null ? agent.Os : null);

    /// <summary>The name in words; <see langword="null"/> if nothing is known.</summary>
    public static string? Join(this TextSet texts, DeviceName name) => texts.Join(name.Name, name.Os);

    /// <summary>Both parts in one phrase, or the one that there is.</summary>
    public static string? Join(this TextSet texts, string? name, string? system) => (name, system) switch
    {
        ({ } what, { } where) => texts["device.on", what, where],
        _ => name ?? system,
    };
}
