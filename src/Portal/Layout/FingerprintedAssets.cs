using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticAssets;

namespace Portal.Layout;

/// <summary>Addresses of static files that carry the fingerprint of their content, so that they can be cached for ever.</summary>
/// <remarks>Components can ask the framework for these only on pages that it routes itself; ours are endpoints.</remarks>
public sealed class FingerprintedAssets
{
    private const string Label = "label";
    private FrozenDictionary<string, string> _addresses = FrozenDictionary<string, string>.Empty;

    /// <summary>The path of a file, from the root of the site on; without a fingerprint where none was made.</summary>
    public string this[string path] => "/" + _addresses.GetValueOrDefault(path, path);

    /// <summary>Takes the addresses that static file mapping made; once, at start.</summary>
    public void Use(IEnumerable<Endpoint> endpoints)
    {
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var asset in endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>()).OfType<StaticAssetDescriptor>())
        {
            if (asset.Properties.FirstOrDefault(property => property.Name == Label) is { } label)
            {
                addresses.TryAdd(label.Value, asset.Route);
            }
        }

        _addresses = addresses.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
