using Portal.Tests.FakeHomeserver.State;

namespace Portal.Tests.FakeHomeserver.Control;

/// <summary>A user as JSON says it.</summary>
public sealed record UserView
{
    public string Localpart { get; init; } = "";

    public string? DisplayName { get; init; }

    public string? AvatarUrl { get; init; }

    public IReadOnlyList<string> Emails { get; init; } = [];

    /// <summary>How often an address was added or removed.</summary>
    public int EmailChanges { get; init; }

    public IReadOnlyList<string> Phones { get; init; } = [];

    public bool IsLocked { get; init; }

    public bool IsSuspended { get; init; }

    public bool IsDeactivated { get; init; }

    public bool IsErased { get; init; }

    public string? MasterKey { get; init; }

    public IReadOnlyList<DeviceView> Devices { get; init; } = [];

    public static UserView Of(FakeUser user) => new()
    {
        Localpart = user.Localpart,
        DisplayName = user.DisplayName,
        AvatarUrl = user.AvatarUrl,
        Emails = [.. user.Emails],
        EmailChanges = user.EmailChanges,
        Phones = [.. user.Phones],
        IsLocked = user.IsLocked,
        IsSuspended = user.IsSuspended,
        IsDeactivated = user.IsDeactivated,
        IsErased = user.IsErased,
        MasterKey = user.MasterKey,
        Devices = [.. user.Devices.Values.Select(device => new DeviceView(device.Id, device.Name, device.IsHidden, device.IsDehydrated))],
    };

    /// <summary>Makes the user exactly so; what has been counted stays counted.</summary>
    internal void ApplyTo(FakeUser user)
    {
        (user.DisplayName, user.AvatarUrl, user.MasterKey) = (DisplayName, AvatarUrl, MasterKey);
        (user.IsLocked, user.IsSuspended, user.IsDeactivated, user.IsErased) = (IsLocked, IsSuspended, IsDeactivated, IsErased);
        user.Emails.Clear();
        user.Emails.UnionWith(Emails);
        user.Phones.Clear();
        user.Phones.UnionWith(Phones);
        user.Devices.Clear();
        foreach (var device in Devices)
        {
            user.Add(new FakeDevice(device.Id, device.Name) { IsHidden = device.IsHidden, IsDehydrated = device.IsDehydrated });
        }
    }
}

/// <summary>A device as JSON says it.</summary>
public sealed record DeviceView(string Id, string? Name = null, bool IsHidden = false, bool IsDehydrated = false);
