namespace Portal.Hosting;

/// <summary>Files that only the owner of the process can read, from the moment they exist.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>How to open one; the mode of a file that exists is not changed.</summary>
    public static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    /// <summary>Makes the file if it is missing, and takes others' rights to it away.</summary>
    public static void Ensure(string path)
    {
        using (new FileStream(path, Options(FileMode.OpenOrCreate)))
        {
            // Only so that it exists.
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }
}
