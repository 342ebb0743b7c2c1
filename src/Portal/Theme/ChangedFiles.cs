using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Portal.Theme;

/// <summary>A folder as it would be with some files written anew, or taken away.</summary>
/// <param name="changes">By path; none for a file that is not there.</param>
internal sealed class ChangedFiles(IFileProvider folder, IReadOnlyDictionary<string, byte[]?> changes) : IFileProvider
{
    public IFileInfo GetFileInfo(string subpath) =>
        !changes.TryGetValue(subpath, out var content) ? folder.GetFileInfo(subpath)
        : content is null ? new NotFoundFileInfo(subpath)
        : new File(Path.GetFileName(subpath), content);

    public IDirectoryContents GetDirectoryContents(string subpath) => folder.GetDirectoryContents(subpath);

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;

    private sealed class File(string name, byte[] content) : IFileInfo
    {
        public bool Exists => true;

        public long Length => content.Length;

        public string? PhysicalPath => null;

        public string Name => name;

        public DateTimeOffset LastModified => DateTimeOffset.UnixEpoch;

        public bool IsDirectory => false;

        public Stream CreateReadStream() => new MemoryStream(content, writable: false);
    }
}
