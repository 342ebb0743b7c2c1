using Microsoft.Extensions.Options;

namespace Portal.Identity.Homeserver;

/// <summary>Says in one sentence each what is wrong with <see cref="MatrixOptions"/>. Never the secret.</summary>
internal sealed class MatrixOptionsValidator : IValidateOptions<MatrixOptions>
{
    private const string Section = MatrixOptions.Section;

    public ValidateOptionsResult Validate(string? name, MatrixOptions options)
    {
        string[] errors = [.. Addresses(options), .. Secrets(options)];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Addresses(MatrixOptions options)
    {
        if (!Enum.IsDefined(options.Kind))
        {
            yield return $"{Section}:Kind is {options.Kind:D}; set it to None, Synapse, SynapseReadOnly or SynapseLegacy.";
        }

        if (!MatrixOptions.IsServerName(options.ServerName))
        {
            yield return $"{Section}:ServerName is '{options.ServerName}', which is no host; set it to the server_name of the homeserver, such as example.com.";
        }

        if (options.ReadEndpoint() is null)
        {
            yield return $"{Section}:Endpoint is '{WithoutCredentials(options.Endpoint)}', which is no http or https address; write it like http://localhost:8008/.";
        }
    }

    private static IEnumerable<string> Secrets(MatrixOptions options)
    {
        if (options is { Secret: not null, SecretFile: not null })
        {
            return [$"{Section}:Secret and {Section}:SecretFile are both set; keep one of them."];
        }

        if (options.SecretFile is { } file && !File.Exists(file))
        {
            return [$"{Section}:SecretFile is '{file}', which does not exist; put the secret that the homeserver has there."];
        }

        try
        {
            return Required(options.Kind, options.SecretFile is null ? "Secret" : "SecretFile", options.ReadSecret());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [$"{Section}:SecretFile is '{options.SecretFile}', which cannot be read; let the user that Portal runs as read it."];
        }
    }

    private static IEnumerable<string> Required(HomeserverKind kind, string key, string? secret)
    {
        if (kind == HomeserverKind.None)
        {
            yield break;
        }

        if (secret is null)
        {
            yield return $"{Section}:{key} is empty, but {Section}:Kind is {kind}; set it to the secret that the homeserver has, or Kind to None.";
        }
        else if (secret.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            yield return $"{Section}:{key} holds characters that no HTTP header can carry as one word; use letters and digits, as `openssl rand -hex 32` prints them.";
        }
    }

    private static string WithoutCredentials(string address) => address.LastIndexOf('@') is > 0 and var at ? "…" + address[at..] : address;
}
