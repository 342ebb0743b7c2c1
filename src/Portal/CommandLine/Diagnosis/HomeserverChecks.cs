using Portal.Identity.Homeserver;

namespace Portal.CommandLine.Diagnosis;

/// <summary>Whether the homeserver and Portal reach and know each other (homeserver contract, section 8, checks 4 to 6).</summary>
internal sealed class HomeserverChecks(MatrixOptions options, Uri publicBase, HomeserverProbe probe, TimeProvider clock)
{
    private const string Reachable = "homeserver";
    private const string Clock = "clock";
    private const string Introspection = "introspection";
    private const string Integration = "integration";
    private const string SecretKey = MatrixOptions.Section + ":Secret";

    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await probe.AskVersionsAsync(cancellationToken);
            return answer.IsSuccess
                ? [Finding.Ok(Reachable, $"The homeserver answers at {options.Endpoint}."), ClockOf(answer), await AskWithFalseTokenAsync(cancellationToken), await AskWithSecretAsync(cancellationToken)]
                : Unreachable($"{options.Endpoint} answers {answer.Status} where a homeserver would list its versions.");
        }
        catch (HomeserverException exception)
        {
            return Unreachable(exception.Message);
        }
    }

    private static Finding[] Unreachable(string message) =>
    [
        Finding.Error(Reachable, message, $"Start the homeserver, or set {MatrixOptions.Section}:Endpoint to where Portal reaches it."),
        Finding.Skipped(Introspection, "Not looked at, because the homeserver is not there."),
        Finding.Skipped(Integration, "Not looked at, because the homeserver is not there."),
    ];

    // Tokens have their times from us, and are judged by the homeserver.
    private Finding ClockOf(ProbeAnswer answer) => answer.Date is not { } date ? Finding.Skipped(Clock, "The homeserver does not say what time it is.")
        : (date - clock.GetUtcNow()).Duration() <= AllowedSkew ? Finding.Ok(Clock, "The clocks of the homeserver and of this machine agree.")
        : Finding.Warning(Clock, $"The homeserver's clock says {date:u}, this machine's {clock.GetUtcNow():u}.", "Let both follow a time server.");

    private async Task<Finding> AskWithFalseTokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await probe.AskWithFalseTokenAsync(cancellationToken);
            return answer.Status switch
            {
                401 => Finding.Ok(Introspection, "The homeserver refuses a false token."),
                503 => Finding.Error(
                    Introspection,
                    $"The homeserver cannot ask Portal about tokens: it answers 503{(answer.Reason is { } reason ? $" \"{reason}\"" : "")}.",
                    "Let the endpoint in homeserver.yaml be an address at which the homeserver reaches Portal, and the secret there the same as here."),
                < 400 => Finding.Error(
                    Introspection, $"The homeserver accepted a token that nobody has given out: it answers {answer.Status}.", "Take it off the network until it is known who answers at its endpoint for the authentication service."),
                _ => Finding.Warning(Introspection, $"The homeserver answers {answer.Status} to a false token, where 401 is expected.", "Look into its log."),
            };
        }
        catch (HomeserverException exception)
        {
            return Finding.Error(Introspection, exception.Message, "Look into the homeserver's log; it may wait for Portal in vain.");
        }
    }

    private async Task<Finding> AskWithSecretAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await probe.AskWithSecretAsync(cancellationToken);
            return answer.Status switch
            {
                400 => Finding.Ok(Integration, "The homeserver knows Portal by the secret."),
                401 or 403 => Finding.Error(Integration, $"The homeserver does not know Portal: it answers {answer.Status}.", $"Make {SecretKey} here and the secret in homeserver.yaml the same.") with { Example = Example },
                404 => Finding.Error(Integration, "The homeserver does not let an authentication service in: it answers 404.", "Enable it in homeserver.yaml, and restart the homeserver.") with { Example = Example },
                _ => Finding.Error(Integration, $"The homeserver answers {answer.Status}, where 400 is expected.", "Look into its log."),
            };
        }
        catch (HomeserverException exception)
        {
            return Finding.Error(Integration, exception.Message, "Look into the homeserver's log.");
        }
    }

    // Both sides, without the secret itself: what is printed is read by others, and kept.
    private string Example => options.Kind == HomeserverKind.SynapseLegacy
        ? $"""
            # homeserver.yaml
            experimental_features:
              msc3861:
                enabled: true
                admin_token: "(the secret)"
                # the rest as it is

            # Portal
            Portal__Matrix__Kind={options.Kind}
            Portal__Matrix__ServerName={options.ServerName}
            Portal__Matrix__Endpoint={options.Endpoint}
            Portal__Matrix__Secret=(the secret)
            """
        : $"""
            # homeserver.yaml
            matrix_authentication_service:
              enabled: true
              endpoint: {publicBase}
              secret: "(the secret)"

            # Portal
            Portal__Matrix__Kind={options.Kind}
            Portal__Matrix__ServerName={options.ServerName}
            Portal__Matrix__Endpoint={options.Endpoint}
            Portal__Matrix__Secret=(the secret)
            """;
}
