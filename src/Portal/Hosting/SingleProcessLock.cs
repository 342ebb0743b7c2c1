using Portal.Identity.Persistence;

namespace Portal.Hosting;

/// <summary>On SQLite, keeps a second process from starting on the same data: it could not see the first one's locks.</summary>
internal sealed class SingleProcessLock : IDisposable
{
    private readonly FileStream? _file;

    private SingleProcessLock(FileStream? file) => _file = file;

    /// <exception cref="ConfigurationException">Another process is running here.</exception>
    public static SingleProcessLock Take(Installation installation)
    {
        if (installation.Database.Provider != DatabaseProvider.Sqlite)
        {
            return new SingleProcessLock(null);
        }

        try
        {
            return new SingleProcessLock(new FileStream(
                Path.Combine(installation.DataDirectory, "portal.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            throw new ConfigurationException(
                $"Another process is already running on {installation.DataDirectory}; stop it, or set Portal:Database:Provider to PostgreSql to run several.");
        }
    }

    public void Dispose() => _file?.Dispose();
}
