using System.Collections;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Portal.Theme;

/// <summary>Files in memory, as a folder that never changes.</summary>
internal sealed class PackageFolder(IReadOnlyDictionary<string, byte[]> files) : IFileProvider
{
    public IFileInfo GetFileInfo(string subpath) => files.TryGetValue(subpath, out var bytes) ? new Entry(Path.GetFileName(subpath), bytes) : new NotFoundFileInfo(subpath);

    public IDirectoryContents GetDirectoryContents(string subpath)
    {
        var prefix = subpath.Length == 0 ? "" : subpath + "/";
        var names = files.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]);
        return new Contents([.. names.Select(name => name.Split('/')[0]).Distinct(StringComparer.Ordinal).Select(name => new Entry(name, files.GetValueOrDefault(prefix + name)))]);
    }

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;

    private sealed class Contents(IReadOnlyList<IFileInfo> entries) : IDirectoryContents
    {
        public bool Exists => entries.Count > 0;

        public IEnumerator<IFileInfo> GetEnumerator() => entries.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <param name="bytes">None for a folder.</param>
    private sealed class Entry(string name, byte[]? bytes) : IFileInfo
    {
        public bool Exists => true;

        public long Length => bytes?.Length ?? -1;

        public string? PhysicalPath => null;

        public string Name => name;

        public DateTimeOffset LastModified => DateTimeOffset.UnixEpoch;

        public bool IsDirectory => bytes is null;

        public Stream CreateReadStream() => new MemoryStream(bytes ?? throw new IOException("This is a folder."), writable: false);
    }
}
