using Microsoft.Extensions.Options;
using Portal.CommandLine.Diagnosis;
using Portal.Hosting;
using Portal.Identity.Homeserver;

namespace Portal.CommandLine;

/// <summary>Looks whether everything works together, and says what to do where it does not (docs/operators/synapse.md).</summary>
internal static class DoctorCommand
{
    private const string Json = "--json";

    public static IReadOnlyList<Command> All { get; } =
    [
        new("doctor", [Json], "Looks whether Portal, the homeserver and the proxy work together, while they run; ends with 1 for an error, 2 for a warning.", RunAsync),
    ];

    private static async Task<string> RunAsync(CommandContext context)
    {
        var report = new Report(await LookAsync(context));
        context.ExitCode = report.ExitCode;
        return context.Has(Json) ? report.ToJson() : report.ToText();
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(CommandContext context)
    {
        var settings = InstallationChecks.LookAtSettings(context);
        return settings.Any(finding => finding.Result == FindingResult.Error) ? settings : [.. settings, .. await InstallationChecks.RunAsync(context), .. await LookAtHomeserverAsync(context)];
    }

    private static async Task<IReadOnlyList<Finding>> LookAtHomeserverAsync(CommandContext context)
    {
        var options = context.Services.GetRequiredService<IOptions<MatrixOptions>>().Value;
        if (options.Kind == HomeserverKind.None)
        {
            return [Finding.Skipped("homeserver", $"{MatrixOptions.Section}:Kind is {options.Kind}: there is no homeserver to look at.")];
        }

        var clock = context.Services.GetRequiredService<TimeProvider>();
        using var web = PublicWeb.Real(clock);
        var homeserver = new HomeserverChecks(options, context.Services.GetRequiredService<Installation>().Address.PublicBase, context.Services.GetRequiredService<HomeserverProbe>(), clock);
        return [.. await homeserver.RunAsync(context.CancellationToken), .. await new PublicChecks(options, web).RunAsync(context.CancellationToken)];
    }
}
