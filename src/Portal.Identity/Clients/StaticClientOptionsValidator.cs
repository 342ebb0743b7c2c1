using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Portal.Identity.Jose;
using Portal.Identity.Protocol;

namespace Portal.Identity.Clients;

/// <summary>One sentence for everything that is wrong with a configured client, so that it stops the start and not a sign-in.</summary>
internal sealed class StaticClientOptionsValidator : IValidateOptions<StaticClientOptions>
{
    public ValidateOptionsResult Validate(string? name, StaticClientOptions options)
    {
        var errors = options.Clients.SelectMany((entry, index) => Faults(entry).Select(fault => string.Create(CultureInfo.InvariantCulture, $"{StaticClientOptions.Section}:Clients:{index}:{fault}")))
            .Concat(Repeated(options.Clients))
            .ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    /// <summary>Each begins with the key.</summary>
    private static IEnumerable<string> Faults(StaticClientOptions.Entry entry) =>
    [
        .. IdFaults(entry), .. SecretFaults(entry), .. KeyFaults(entry), .. AddressFaults(entry),
    ];

    private static IEnumerable<string> IdFaults(StaticClientOptions.Entry entry)
    {
        if (!Ulid.TryDecode(entry.ClientId, out _))
        {
            yield return $"ClientId is '{entry.ClientId}'; write a ULID such as 01JZ8T5Q3M6W2V9K4B7XH0N1CD.";
        }

        if (MethodOf(entry) is null)
        {
            yield return $"ClientAuthMethod is '{entry.ClientAuthMethod}'; write one of {string.Join(", ", ClientAuthMethod.Supported.Select(method => method.Name))}.";
        }

        if (!entry.PkceRequired && MethodOf(entry)?.Name is ClientAuthMethod.None)
        {
            yield return "PkceRequired is false, but a client without credentials has nothing else to prove that a code is its own; remove it.";
        }
    }

    private static IEnumerable<string> SecretFaults(StaticClientOptions.Entry entry)
    {
        if (MethodOf(entry) is not { } method)
        {
            yield break;
        }

        var hasSecret = entry.ClientSecret is not null || entry.ClientSecretFile is not null;
        if (hasSecret && !method.NeedsSecret)
        {
            yield return $"ClientSecret is set, but {method.Name} has no secret; remove it or change ClientAuthMethod.";
        }
        else if (entry.ClientSecret is not null && entry.ClientSecretFile is not null)
        {
            yield return "ClientSecret and ClientSecretFile are both set; keep one of them.";
        }
        else if (entry.ClientSecretFile is { } file && !File.Exists(file))
        {
            yield return $"ClientSecretFile is '{file}', which does not exist; put the client's secret there.";
        }
        else if (method.NeedsSecret && string.IsNullOrEmpty(entry.ReadSecret()))
        {
            yield return $"ClientSecret is empty, but {method.Name} needs one; set it or ClientSecretFile.";
        }
    }

    private static IEnumerable<string> KeyFaults(StaticClientOptions.Entry entry)
    {
        if (MethodOf(entry) is not { } method)
        {
            yield break;
        }

        var signs = method.Name is ClientAuthMethod.PrivateKeyJwt;
        var hasKeys = entry.Jwks is not null || entry.JwksUri is not null;
        if (hasKeys && !signs)
        {
            yield return $"Jwks or JwksUri is set, but {method.Name} has no keys; remove it or change ClientAuthMethod.";
        }
        else if (entry.Jwks is not null && entry.JwksUri is not null)
        {
            yield return "Jwks and JwksUri are both set; keep one of them.";
        }
        else if (signs && !hasKeys)
        {
            yield return "Jwks is not set, but private_key_jwt needs it; set it or JwksUri.";
        }

        if (entry.Jwks is { } keys && !PublicKeySet.TryParse(Encoding.UTF8.GetBytes(keys), out _))
        {
            yield return "Jwks is no JSON Web Key Set; write one such as {\"keys\":[{\"kty\":\"EC\",...}]}.";
        }
    }

    private static IEnumerable<string> AddressFaults(StaticClientOptions.Entry entry)
    {
        foreach (var (key, text) in new[] { ("JwksUri", entry.JwksUri), ("ClientUri", entry.ClientUri), ("BackchannelLogoutUri", entry.BackchannelLogoutUri) })
        {
            if (text is not null && !(Url.TryParse(text, out var url) && url.IsWeb))
            {
                yield return $"{key} is '{text}', which is no http or https address; write it like https://app.example.com/.";
            }
        }

        foreach (var (key, index, text) in entry.RedirectUris.Index().Select(entry => ("RedirectUris", entry.Index, entry.Item))
            .Concat(entry.PostLogoutRedirectUris.Index().Select(entry => ("PostLogoutRedirectUris", entry.Index, entry.Item))))
        {
            if (!Url.TryParse(text, out var url) || url.Fragment is not null)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{key}:{index} is '{text}', which is no address without a fragment; write it like https://app.example.com/callback.");
            }
        }
    }

    private static IEnumerable<string> Repeated(IEnumerable<StaticClientOptions.Entry> entries) => entries
        .Select(entry => Ulid.TryDecode(entry.ClientId, out var id) ? id : (Guid?)null)
        .OfType<Guid>()
        .GroupBy(id => id)
        .Where(same => same.Count() > 1)
        .Select(same => $"{StaticClientOptions.Section}:Clients holds {Ulid.Encode(same.Key)} more than once; keep one of them.");

    private static ClientAuthMethod? MethodOf(StaticClientOptions.Entry entry) => entry.ClientAuthMethod is { } name ? ClientAuthMethod.Find(name) : null;
}
