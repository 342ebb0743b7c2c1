using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Protocol;

namespace Portal.Bench.Measure;

/// <summary>Whether a stranger can tell from the answers of the portal who has an account: each form is sent for people who have one and for people who have none, in random order.</summary>
/// <remarks>Every name and address is used once, as by somebody who goes through a list: whoever was asked about before has rows that others have not.</remarks>
internal static class EnumerationPlan
{
    /// <summary>What a single answer may give away: the area under the curve of a classifier by time lies between 1 less this and this.</summary>
    public const double MostAuc = 0.52;

    private const string Alike = "alike";
    private const string Current = "password";
    private const string Older = "password, older hash";
    private const string Without = "no password";
    private const string Password = "an otter paints seven quiet windows";
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Web) { WriteIndented = true };

    // The older one is what an import from Synapse brings: several times as costly as the other.
    private static readonly PasswordSchemeOptions OlderScheme = new() { Version = 1, Algorithm = "bcrypt", Cost = 12 };
    private static readonly PasswordSchemeOptions CurrentScheme = new() { Version = 2, Algorithm = "argon2id" };

    private static readonly Door[] Doors =
    [
        new("sign-in, wrong password", "login", Lanes: 4, suspect => [("username", suspect.Username), ("password", "not " + Password)]),
        new("recovery by mail", "recover", Lanes: 1, suspect => [("email", suspect.Address)]),
        new("registration with an address", "register/password", Lanes: 1,
            suspect => [("username", suspect.Fresh), ("email", suspect.Address), ("password", Password), ("password_confirm", Password)]),
    ];

    public static async Task RunAsync(Settings settings)
    {
        var installation = Installation.OnSqlite("enumeration", settings);
        var people = await FillAsync(installation, settings);
        await using var portal = await installation.StartAsync(SettingsOfTheRun());
        var results = new List<(Door Door, IReadOnlyList<Try> Tries)>();
        foreach (var door in Doors.Where(door => settings.Door.Length == 0 || door.Path == settings.Door))
        {
            Console.WriteLine($"== {door.Name}");
            var suspects = Shuffled([.. people, .. Strangers(settings.Trials - people.Count)]);
            await TryAllAsync(portal, door, Shuffled(Strangers(settings.WarmUps)));
            results.Add((door, await TryAllAsync(portal, door, suspects)));
        }

        Console.WriteLine();
        Console.WriteLine(ToTable(results, settings));
        await File.WriteAllTextAsync(settings.Output, ToJson(results, settings));
    }

    /// <summary>Half of the tries are for people with an account; a third of them each has a hash of today, an older one, and none.</summary>
    private static async Task<IReadOnlyList<Suspect>> FillAsync(Installation installation, Settings settings)
    {
        (string Name, string? Hash)[] kinds = [(Current, HashOf(CurrentScheme)), (Older, HashOf(OlderScheme)), (Without, null)];
        var people = Enumerable.Range(0, settings.Trials / 2).Select(number => (Suspect: NewSuspect(kinds[number % kinds.Length].Name), kinds[number % kinds.Length].Hash)).ToList();
        await installation.FillWithPeopleAsync([.. people.Select(person => (person.Suspect.Username, person.Suspect.Address, person.Hash))]);
        return [.. people.Select(person => person.Suspect)];
    }

    private static string HashOf(PasswordSchemeOptions scheme) =>
        new PasswordSchemes(new SecretGenerator(), Options.Create(new LocalPasswordOptions { Schemes = [scheme] })).Hash(Password);

    private static IEnumerable<Suspect> Strangers(int count) => Enumerable.Range(0, count).Select(_ => NewSuspect(Suspect.Unknown));

    private static Suspect NewSuspect(string kind)
    {
        var name = "p" + RandomNumberGenerator.GetHexString(15, lowercase: true);
        return new Suspect(kind, name, name + "@mail.example", "n" + RandomNumberGenerator.GetHexString(15, lowercase: true));
    }

    private static Suspect[] Shuffled(IEnumerable<Suspect> suspects)
    {
        var shuffled = suspects.ToArray();
        RandomNumberGenerator.Shuffle<Suspect>(shuffled);
        return shuffled;
    }

    /// <summary>All comes from one address, and must not be limited; the rest is as it is delivered.</summary>
    private static Dictionary<string, string> SettingsOfTheRun()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Portal__Account__PasswordRegistrationEnabled"] = "true",
            ["Portal__Account__PasswordRecoveryEnabled"] = "true",
            ["Portal__Email__Transport"] = "Inbox", // mails are written, and go no further than memory
        };
        foreach (var limit in (string[])["Login__PerIp", "Registration", "AccountRecovery__PerIp", "EmailAuthentication__PerIp", "PasswordStrength", "UsernameAvailability"])
        {
            settings[$"Portal__RateLimiting__{limit}__Burst"] = "1000000000";
        }

        foreach (var (index, scheme) in new[] { OlderScheme, CurrentScheme }.Index())
        {
            settings[$"Portal__Passwords__Schemes__{index}__Version"] = scheme.Version.ToString(CultureInfo.InvariantCulture);
            settings[$"Portal__Passwords__Schemes__{index}__Algorithm"] = scheme.Algorithm;
        }

        return settings;
    }

    private static async Task<IReadOnlyList<Try>> TryAllAsync(ServerProcess portal, Door door, IReadOnlyList<Suspect> suspects)
    {
        var tries = await Task.WhenAll(Enumerable.Range(0, door.Lanes).Select(lane => TryEachAsync(portal, door, suspects.Where((_, index) => index % door.Lanes == lane))));
        return [.. tries.SelectMany(lane => lane)];
    }

    /// <summary>One browser, one try after the other; its antiforgery token serves for all.</summary>
    private static async Task<List<Try>> TryEachAsync(ServerProcess portal, Door door, IEnumerable<Suspect> suspects)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var address = new Uri(portal.Address, door.Path);
        var form = await OpenForm.AtAsync(http, address);
        var tries = new List<Try>();
        foreach (var suspect in suspects)
        {
            using var request = form.Fill(door.Fields(suspect));
            var started = Stopwatch.GetTimestamp();
            using var response = await http.SendAsync(request, CancellationToken.None);
            var body = await response.Content.ReadAsByteArrayAsync();
            var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.SeeOther))
            {
                throw new InvalidOperationException($"{door.Path} answered {(int)response.StatusCode}.");
            }

            tries.Add(new Try(suspect.Kind, elapsed, AnswerShape.Of(response, body, suspect.Username, suspect.Address, suspect.Fresh)));
        }

        return tries;
    }

    private static IEnumerable<(string Door, string Kind, int Count, double Median, MannWhitney Auc)> Figures(Door door, IReadOnlyList<Try> tries)
    {
        double[] unknown = [.. tries.Where(answer => answer.Kind == Suspect.Unknown).Select(answer => answer.Milliseconds)];
        var known = tries.Where(answer => answer.Kind != Suspect.Unknown).ToList();
        var groups = door.Path == "login" ? known.GroupBy(answer => answer.Kind).OrderBy(group => group.Key, StringComparer.Ordinal).ToList() : [];
        yield return Of("all who have an account", known);
        foreach (var group in groups)
        {
            yield return Of(group.Key, group);
        }

        (string, string, int, double, MannWhitney) Of(string kind, IEnumerable<Try> some)
        {
            double[] times = [.. some.Select(answer => answer.Milliseconds)];
            return (door.Name, kind, times.Length, times.Median() - unknown.Median(), MannWhitney.Of(unknown, times));
        }
    }

    private static string ToTable(IEnumerable<(Door Door, IReadOnlyList<Try> Tries)> results, Settings settings)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{settings.Trials} tries a door, half of them for nobody, in random order; SQLite, {Environment.ProcessorCount} cores shared with the client; to reach: an AUC from {1 - MostAuc:0.00} to {MostAuc:0.00}");
        text.AppendLine();
        text.AppendLine("| door | who | tries | median, ms beyond nobody's | AUC | ± (95 %) | looks |");
        text.AppendLine("|---|---|---:|---:|---:|---:|---|");
        foreach (var (door, tries) in results)
        {
            var looks = LooksOf(tries);
            foreach (var (name, kind, count, median, auc) in Figures(door, tries))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {kind} | {count} | {median:+0.000;-0.000;0.000} | {auc.Auc:0.0000} | {auc.Confidence:0.0000} | {looks} |");
            }
        }

        foreach (var (door, tries) in results.Where(result => LooksOf(result.Tries) != Alike))
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{door.Name}:");
            foreach (var shape in tries.GroupBy(answer => answer.Shape))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{shape.Count()} of {string.Join(", ", shape.Select(answer => answer.Kind).Distinct())}: {shape.Key}");
            }
        }

        return text.ToString();
    }

    private static string LooksOf(IReadOnlyList<Try> tries) => tries.Select(answer => answer.Shape).Distinct().Count() is var shapes and not 1 ? $"**{shapes} kinds**" : Alike;

    private static string ToJson(IEnumerable<(Door Door, IReadOnlyList<Try> Tries)> results, Settings settings) => JsonSerializer.Serialize(
        new
        {
            settings.Plan,
            settings.Trials,
            Cores = Environment.ProcessorCount,
            Runtime = Environment.Version.ToString(),
            Doors = results.Select(result => new
            {
                result.Door.Name,
                result.Door.Lanes,
                Looks = result.Tries.Select(answer => answer.Shape).Distinct(),
                Figures = Figures(result.Door, result.Tries).Select(figure => new { figure.Kind, figure.Count, MedianBeyond = figure.Median, figure.Auc.Auc, figure.Auc.Confidence }),
                Tries = result.Tries.Select(answer => new { answer.Kind, answer.Milliseconds }),
            }),
        },
        Indented);
}
