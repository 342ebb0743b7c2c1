using System.Collections;
using System.Text;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Portal.Tests.Unit.Support;

/// <summary>A folder that exists nowhere, and says so when it changes.</summary>
internal sealed class MemoryFolder : IFileProvider
{
    private readonly Dictionary<string, (byte[] Bytes, int Version)> _files = new(StringComparer.Ordinal);
    private int _version;
    private CancellationTokenSource _change = new();

    public MemoryFolder(params IEnumerable<(string Path, string Text)> files)
    {
        foreach (var (path, text) in files)
        {
            this[path] = text;
        }
    }

    public string this[string path]
    {
        set => With(path, Encoding.UTF8.GetBytes(value));
    }

    public MemoryFolder With(string path, byte[] bytes)
    {
        _files[path] = (bytes, ++_version);
        return this;
    }

    public void Remove(string path) => _files.Remove(path);

    /// <summary>As the operating system does when somebody saves.</summary>
    public void Tell()
    {
        var before = _change;
        _change = new CancellationTokenSource();
        before.Cancel();
    }

    public IFileInfo GetFileInfo(string subpath) => _files.TryGetValue(subpath, out var file) ? new Entry(Path.GetFileName(subpath), file.Bytes, file.Version) : new NotFoundFileInfo(subpath);

    public IDirectoryContents GetDirectoryContents(string subpath)
    {
        var prefix = subpath.Length == 0 ? "" : subpath + "/";
        var entries = _files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal))
            .GroupBy(file => file.Key[prefix.Length..].Split('/')[0], StringComparer.Ordinal)
            .Select(group => new Entry(group.Key, group.Any(file => file.Key[prefix.Length..].Contains('/', StringComparison.Ordinal)) ? null : group.First().Value.Bytes, group.First().Value.Version));
        return new Contents([.. entries]);
    }

    public IChangeToken Watch(string filter) => new CancellationChangeToken(_change.Token);

    private sealed class Contents(List<Entry> entries) : IDirectoryContents
    {
        public bool Exists => entries.Count > 0;

        public IEnumerator<IFileInfo> GetEnumerator() => entries.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Entry(string name, byte[]? bytes, int version) : IFileInfo
    {
        public bool Exists => true;

        public long Length => bytes?.Length ?? -1;

        public string? PhysicalPath => null;

        public string Name => name;

        public DateTimeOffset LastModified => DateTimeOffset.UnixEpoch.AddSeconds(version);

        public bool IsDirectory => bytes is null;

        public Stream CreateReadStream() => new MemoryStream(bytes ?? throw new IOException("A folder."));
    }
}
