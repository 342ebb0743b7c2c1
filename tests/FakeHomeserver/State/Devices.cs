using Portal.Tests.FakeHomeserver.Http;

namespace Portal.Tests.FakeHomeserver.State;

/// <summary>What changes the devices of a user, whichever way it is asked for.</summary>
internal static class Devices
{
    private const int MaxName = 100;

    /// <returns>Whether it was not there before.</returns>
    /// <exception cref="MatrixErrorException">The name is too long, or the id that of a hidden one.</exception>
    public static bool Upsert(FakeUser user, string id, string? name)
    {
        CheckName(name);
        if (!user.Devices.TryGetValue(id, out var device))
        {
            user.Add(new FakeDevice(id, name));
            return true;
        }

        if (device.IsHidden)
        {
            throw new MatrixErrorException(400, "M_FORBIDDEN", "The device ID is in use");
        }

        device.Name = name ?? device.Name;
        return false;
    }

    /// <exception cref="MatrixErrorException">The name is too long, or there is no such device to see.</exception>
    public static void Rename(FakeUser user, string id, string name)
    {
        CheckName(name);
        if (user.Devices.GetValueOrDefault(id) is not { IsHidden: false } device)
        {
            throw new MatrixErrorException(404, "M_NOT_FOUND", "No device found");
        }

        device.Name = name;
    }

    /// <summary>One that is not there is fine.</summary>
    public static void Delete(FakeUser user, string id)
    {
        if (user.Devices.GetValueOrDefault(id) is { IsHidden: false })
        {
            user.Devices.Remove(id);
        }
    }

    /// <summary>Makes those that their owner sees exactly these.</summary>
    public static void Sync(FakeUser user, IReadOnlyList<string> ids)
    {
        foreach (var gone in user.DeviceIds.Except(ids, StringComparer.Ordinal).ToList())
        {
            user.Devices.Remove(gone);
        }

        foreach (var missing in ids.Where(id => !user.Devices.ContainsKey(id)).ToList())
        {
            user.Add(new FakeDevice(missing));
        }
    }

    private static void CheckName(string? name)
    {
        if (Users.LengthOf(name) > MaxName)
        {
            throw new MatrixErrorException(400, "M_TOO_LARGE", $"Device display name is too long (max {MaxName})");
        }
    }
}
