using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Identity.Discovery;
using Portal.Identity.Outbound;
using Portal.Identity.Sessions;

namespace Portal.Identity.Captcha;

/// <summary>Checks what the captcha of a form answered (policy contract, section 7). Every failure is one and the same to the person; the log has the reason.</summary>
public sealed partial class CaptchaCheck(OutboundClient outbound, ProofOfWork proofs, IOptions<CaptchaOptions> options, IssuerAddress address, ILogger<CaptchaCheck> logger)
{
    private const int MaxAnswerLength = 8192;
    private const int MaxVerdictLength = 16 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>Whether the answer is good; a good one is used up by this.</summary>
    /// <param name="answers">What came in the fields of <see cref="CaptchaProvider.Fields"/>; absent or empty if nothing did.</param>
    public async Task<bool> PassAsync(IReadOnlyDictionary<string, string> answers, Requester requester, CancellationToken cancellationToken)
    {
        if (await ReasonAgainstAsync(answers, requester, cancellationToken) is not { } reason)
        {
            return true;
        }

        LogRefused(options.Value.Service, reason);
        return false;
    }

    private async Task<string?> ReasonAgainstAsync(IReadOnlyDictionary<string, string> answers, Requester requester, CancellationToken cancellationToken)
    {
        var provider = CaptchaProvider.Of(options.Value.Service);
        var expected = provider?.Field ?? (options.Value.Service == CaptchaService.ProofOfWork ? ProofOfWork.Field : null);
        var given = answers.Where(answer => answer.Value.Length > 0).ToList();
        if (given.Exists(answer => answer.Key != expected))
        {
            return "the answer is another service's";
        }

        if (expected is null)
        {
            return null;
        }

        if (given is not [{ Value: { Length: <= MaxAnswerLength } answer }])
        {
            return "there is no answer";
        }

        return provider is not null ? await AskAsync(provider, answer, requester, cancellationToken)
            : await proofs.TryUseAsync(answer, cancellationToken) ? null
            : "the work is not done, too old, or was used before";
    }

    private async Task<string?> AskAsync(CaptchaProvider provider, string answer, Requester requester, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> fields = [new("secret", await SecretAsync(cancellationToken)), new("response", answer)];
        if (requester.AddressText is { } remote)
        {
            fields.Add(new("remoteip", remote));
        }

        var result = await outbound.PostFormAsync(provider.CheckAddress, fields, "application/json", MaxVerdictLength, Patience, cancellationToken);
        return !result.Succeeded ? result.Reason
            : Read(result.Document.Body) is not { } verdict ? "the service's answer cannot be read"
            : !verdict.Success ? "the service does not accept it"
            : verdict.Hostname is null || verdict.SolvedAt is null ? "the service does not say where and when it was solved"
            : !verdict.Hostname.Equals(address.PublicBase.IdnHost, StringComparison.OrdinalIgnoreCase) ? "it was solved for another host"
            : null;
    }

    private async Task<string> SecretAsync(CancellationToken cancellationToken) =>
        options.Value.SecretKeyFile is { } file ? (await File.ReadAllTextAsync(file, cancellationToken)).Trim() : options.Value.SecretKey!;

    private static CaptchaVerdict? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<CaptchaVerdict>(body.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(2501, LogLevel.Warning, "Refused a registration for its captcha ({Service}): {Reason}.")]
    private partial void LogRefused(CaptchaService service, string reason);
}
