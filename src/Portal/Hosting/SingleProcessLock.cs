namespace Portal.Hosting;

/// <summary>On SQLite, keeps a second process from starting on the same database: it could not see the first one's locks.</summary>
internal sealed class SingleProcessLock : IDisposable
{
    private readonly FileStream? _file;

    private SingleProcessLock(FileStream? file) => _file = file;

    /// <exception cref="ConfigurationException">Another process is running here.</exception>
    public static SingleProcessLock Take(Installation installation)
    {
        if (installation.DatabaseFile is null)
        {
            return new SingleProcessLock(null);
        }

        try
        {
            return new SingleProcessLock(new FileStream(installation.DatabaseFile + ".lock", PrivateFiles.Options(FileMode.OpenOrCreate)));
        }
        catch (IOException)
        {
            throw new ConfigurationException(
                $"Another process is already running on {installation.DatabaseFile}; stop it, or set Portal:Database:Provider to PostgreSql to run several.");
        }
    }

    public void Dispose() => _file?.Dispose();
}
