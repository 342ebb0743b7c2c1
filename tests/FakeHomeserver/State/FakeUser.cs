namespace Portal.Tests.FakeHomeserver.State;

/// <summary>A user as the homeserver has them (homeserver contract, section 9.3).</summary>
public sealed class FakeUser(string localpart)
{
    public string Localpart => localpart;

    public string? DisplayName { get; set; }

    public string? AvatarUrl { get; set; }

    /// <summary>Unique over all users.</summary>
    public SortedSet<string> Emails { get; } = new(StringComparer.Ordinal);

    /// <summary>How often an address was added or removed.</summary>
    public int EmailChanges { get; set; }

    /// <summary>Which nobody but the person themselves changes.</summary>
    public SortedSet<string> Phones { get; } = new(StringComparer.Ordinal);

    public bool IsLocked { get; set; }

    public bool IsSuspended { get; set; }

    public bool IsDeactivated { get; set; }

    public bool IsErased { get; set; }

    /// <summary>Other fields of the profile.</summary>
    public SortedDictionary<string, string> ProfileFields { get; } = new(StringComparer.Ordinal);

    /// <summary>The public part of the cross-signing master key; none before the first upload.</summary>
    public string? MasterKey { get; set; }

    /// <summary>Until when the app may replace it.</summary>
    public DateTimeOffset? MasterKeyReplaceableUntil { get; set; }

    /// <summary>Ids at authentication providers, by provider.</summary>
    public SortedDictionary<string, string> ExternalIds { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, FakeDevice> Devices { get; } = new(StringComparer.Ordinal);

    /// <summary>The ids of those that their owner sees.</summary>
    public IReadOnlyList<string> DeviceIds => [.. Devices.Values.Where(device => device is { IsHidden: false, IsDehydrated: false }).Select(device => device.Id)];

    /// <summary>Gives the user a device.</summary>
    public void Add(FakeDevice device) => Devices[device.Id] = device;

    internal void Deactivate(bool erase)
    {
        IsDeactivated = true;
        Emails.Clear();
        Phones.Clear();
        Devices.Clear();
        if (erase)
        {
            IsErased = true;
            (DisplayName, AvatarUrl) = (null, null);
            ProfileFields.Clear();
        }
    }

    internal void Reactivate() => (IsDeactivated, IsErased) = (false, false);
}
