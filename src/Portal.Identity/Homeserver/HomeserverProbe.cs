using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Portal.Identity.Homeserver;

/// <summary>Asks the homeserver what shows whether it and we understand each other (homeserver contract, section 8). Changes nothing.</summary>
public sealed class HomeserverProbe(HomeserverClient client, IOptions<MatrixOptions> options)
{
    private const int LongestReason = 200;

    /// <summary>What anybody may ask.</summary>
    /// <exception cref="HomeserverException">There is no answer.</exception>
    public Task<ProbeAnswer> AskVersionsAsync(CancellationToken cancellationToken) => AskAsync("versions", "_matrix/client/versions", null, cancellationToken);

    /// <summary>Who it is whose token nobody has given out: to say that, the homeserver must ask us.</summary>
    /// <inheritdoc cref="AskVersionsAsync"/>
    public Task<ProbeAnswer> AskWithFalseTokenAsync(CancellationToken cancellationToken) =>
        AskAsync("whoami", "_matrix/client/v3/account/whoami", RandomNumberGenerator.GetHexString(32), cancellationToken); // another each time: it remembers answers

    /// <summary>Something that lacks a parameter, which only those learn who have the secret.</summary>
    /// <inheritdoc cref="AskVersionsAsync"/>
    public Task<ProbeAnswer> AskWithSecretAsync(CancellationToken cancellationToken) => options.Value.Kind == HomeserverKind.SynapseLegacy
        ? AskAsync("username_available", "_synapse/admin/v1/username_available", null, cancellationToken)
        : AskAsync("is_localpart_available", "_synapse/mas/is_localpart_available", null, cancellationToken);

    private async Task<ProbeAnswer> AskAsync(string operation, string path, string? token, CancellationToken cancellationToken)
    {
        var answer = await client.SendAsync(new(operation, HttpMethod.Get, path) { Token = token }, cancellationToken);
        return new ProbeAnswer((int)answer.Status, answer.ErrorCode, Printable(answer.Text("error")), answer.Date);
    }

    // It is shown on somebody's terminal.
    private static string? Printable(string? text) => text is null ? null : string.Concat(text.Where(character => !char.IsControl(character)).Take(LongestReason));
}
