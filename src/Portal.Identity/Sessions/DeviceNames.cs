namespace Portal.Identity.Sessions;

/// <summary>How devices are called on their cards.</summary>
public static class DeviceNames
{
    /// <summary>First line of a browser session: the model, else the browser, else <see cref="DeviceName.Unknown"/>.</summary>
    public static DeviceName Browser(UserAgent agent) => new(agent.Model ?? agent.Name, Os: null);

    /// <summary>Second line of a browser session: "browser for OS" when the first has the model, else the OS. <see cref="DeviceName.Unknown"/>: no second line.</summary>
    public static DeviceName BrowserDetail(UserAgent agent) => agent.Model is null ? new(Name: null, agent.Os) : new(agent.Name, agent.Os);

    /// <summary>
    /// First line of an app's session: the name that its owner gave it, else the model, else "name for OS", else the name.
    /// Without a given name it is also the device's part of the name of a new device at the homeserver, and the first line of a legacy session.
    /// </summary>
    public static DeviceName App(UserAgent agent, string? givenName = null)
    {
        if (!string.IsNullOrWhiteSpace(givenName))
        {
            return new(givenName, Os: null);
        }

        if (agent.Model is not null)
        {
            return new(agent.Model, Os: null);
        }

        return agent.Name is null ? DeviceName.Unknown : new(agent.Name, agent.Os);
    }

    /// <summary>The icon of an app's session: where the user agent does not tell, native apps are thought to be on phones and others on computers.</summary>
    public static DeviceKind AppKind(UserAgent agent, bool isNative) => agent.Kind switch
    {
        DeviceKind.Unknown => isNative ? DeviceKind.Mobile : DeviceKind.Computer,
        var kind => kind,
    };
}
