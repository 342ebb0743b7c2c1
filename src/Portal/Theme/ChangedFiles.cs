using System.Collections;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Portal.Theme;

/// <summary>A folder as it would be with some files written anew, or taken away. It never tells of a change.</summary>
/// <param name="changes">By path, with <c>/</c>; none for a file that is not there.</param>
internal sealed class ChangedFiles(IFileProvider folder, IReadOnlyDictionary<string, byte[]?> changes) : IFileProvider
{
    public IFileInfo GetFileInfo(string subpath) =>
        !changes.TryGetValue(subpath, out var content) ? folder.GetFileInfo(subpath)
        : content is null ? new NotFoundFileInfo(subpath)
        : new Entry(Path.GetFileName(subpath), content);

    public IDirectoryContents GetDirectoryContents(string subpath)
    {
        var prefix = subpath.Length == 0 ? "" : subpath + "/";
        var entries = folder.GetDirectoryContents(subpath).Where(entry => !changes.ContainsKey(prefix + entry.Name)).ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        foreach (var (path, _) in changes.Where(change => change.Value is not null && change.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var name = path[prefix.Length..].Split('/')[0];
            entries.TryAdd(name, new Entry(name, changes.GetValueOrDefault(prefix + name)));
        }

        return new Contents([.. entries.Values]);
    }

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;

    private sealed class Contents(IReadOnlyList<IFileInfo> entries) : IDirectoryContents
    {
        public bool Exists => entries.Count > 0;

        public IEnumerator<IFileInfo> GetEnumerator() => entries.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <param name="content">None for a folder.</param>
    private sealed class Entry(string name, byte[]? content) : IFileInfo
    {
        public bool Exists => true;

        public long Length => content?.Length ?? -1;

        public string? PhysicalPath => null;

        public string Name => name;

        public DateTimeOffset LastModified => DateTimeOffset.UnixEpoch;

        public bool IsDirectory => content is null;

        public Stream CreateReadStream() => new MemoryStream(content ?? throw new IOException("This is a folder."), writable: false);
    }
}
