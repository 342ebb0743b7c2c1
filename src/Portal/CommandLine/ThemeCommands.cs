using System.Text;
using Microsoft.Extensions.FileProviders;
using Portal.CommandLine.Diagnosis;
using Portal.Hosting;
using Portal.Theme;

namespace Portal.CommandLine;

/// <summary>What a designer does without a portal that runs (docs/designers).</summary>
internal static class ThemeCommands
{
    private const string Json = "--json";
    private const string Accent = "--accent";
    private const string Font = "--font";
    private const string Corners = "--corners";
    private const string Layout = "--layout";

    public static IReadOnlyList<Command> All { get; } =
    [
        new("theme check", [Json], "Looks at a theme: what is broken, unsafe, cannot be read by everybody, or is not used; ends with 1 for an error, 2 for a warning.", CheckAsync) { Operand = "FOLDER", OperandIsOptional = true },
        new("theme new", [], "Makes a folder with the files of a theme that changes nothing yet.", NewAsync) { Operand = "FOLDER" },
        new(
            "theme import", [$"{Accent} COLOUR", $"{Font} FONT", $"{Corners} STYLE", $"{Layout} NAME"],
            "Makes a folder with a whole theme, light and dark, from a colour such as #7d1f2d, a font and a style of corners.", ImportAsync) { Operand = "FOLDER" },
        new("theme pack", [], "Puts a theme into one file, a zip, to keep it or to pass it on.", PackAsync) { Operand = "FOLDER FILE.zip", OperandIsOptional = true },
        new("theme unpack", [], "Makes a folder from such a zip, if all of it is in order.", UnpackAsync) { Operand = "FILE.zip FOLDER" },
    ];

    private static Task<string> CheckAsync(CommandContext context)
    {
        using var folder = new PhysicalFileProvider(FolderOf(context));
        var report = new Report(ThemeCheck.Run(folder));
        context.ExitCode = report.ExitCode;
        return Task.FromResult(context.Has(Json) ? report.ToJson() : report.ToText());
    }

    private static Task<string> NewAsync(CommandContext context) => WriteAsync(context, ThemeStarter.New());

    private static Task<string> ImportAsync(CommandContext context)
    {
        var accent = context.ValueOf(Accent) is { } text ? Colour.Parse(text) : throw new ConfigurationException($"{Accent} is missing; write the colour of the brand, such as #7d1f2d.");
        if (accent is not { Alpha: 1 } colour)
        {
            throw new ConfigurationException($"{Accent} is '{text}', which is no colour; write it like #7d1f2d.");
        }

        var font = context.ValueOf(Font) ?? "system";
        var corners = OneOf(context, Corners, "soft", ThemeStarter.CornerNames);
        var layout = OneOf(context, Layout, "card", PagesFile.LayoutNames);
        if (ThemeStarter.FamiliesOf(font) is null)
        {
            throw new ConfigurationException($"{Font} is empty; write {string.Join(", ", ThemeStarter.FontNames)}, or the names of fonts with commas between.");
        }

        var files = ThemeStarter.Import(new BrandWish(colour, font, corners), layout);
        var problems = new List<ThemeProblem>();
        return TokenSet.Read(Encoding.UTF8.GetBytes(files[ThemeReader.Tokens]), problems) is null
            ? throw new ConfigurationException($"{Font} is '{font}', which is no list of fonts; write their names with commas between.")
            : WriteAsync(context, files);
    }

    private static Task<string> PackAsync(CommandContext context)
    {
        var directory = FolderOf(context);
        var file = Path.GetFullPath(context.Given.Operands.ElementAtOrDefault(1) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(directory)) + ".zip");
        using var folder = new PhysicalFileProvider(directory);
        var reading = ThemeReader.Read(folder);
        if (!reading.IsSound)
        {
            throw new ConfigurationException($"The theme is not packed, because nobody could show it:\n{Broken(reading.Problems)}");
        }

        if (File.Exists(file) || !Directory.Exists(Path.GetDirectoryName(file)))
        {
            throw new ConfigurationException(File.Exists(file) ? $"{file} is there already; name another file." : $"There is no folder for {file}; name another file.");
        }

        var package = ThemePackage.Of(folder);
        using var bytes = new MemoryStream();
        package.Write(bytes);
        File.WriteAllBytes(file, bytes.ToArray());
        return Task.FromResult($"{package.Files.Count} files are in {file}{(folder.GetDirectoryContents(ThemeReader.Hosts).Any() ? $", those for host names ({ThemeReader.Hosts}) are not: each is a theme by itself" : "")}. They come out of it with: portal theme unpack {Path.GetFileName(file)} FOLDER");
    }

    private static Task<string> UnpackAsync(CommandContext context)
    {
        var (file, directory) = (Path.GetFullPath(context.Given.Operands[0]), Path.GetFullPath(context.Given.Operands[1]));
        if (!File.Exists(file))
        {
            throw new ConfigurationException($"There is no file {file}.");
        }

        using var stream = File.OpenRead(file);
        var (package, refusal, problems) = ThemePackage.Read(stream);
        if (package is null)
        {
            throw new ConfigurationException($"{file} is refused, and nothing is written. {refusal ?? $"The theme in it is broken:\n{Broken(problems)}"}");
        }

        if (!package.PlaceIn(directory))
        {
            throw new ConfigurationException($"{directory} is not empty; name a folder that is not there yet.");
        }

        return Task.FromResult(Made(directory, context.Given.Operands[1]));
    }

    private static string Broken(IEnumerable<ThemeProblem> problems) => string.Join('\n', problems.Where(problem => problem.Kind == ThemeProblemKind.Broken));

    /// <exception cref="ConfigurationException">There is no such folder.</exception>
    private static string FolderOf(CommandContext context)
    {
        var directory = Path.GetFullPath(context.Given.Operand ?? DefaultFolder(context));
        return Directory.Exists(directory) ? directory : throw new ConfigurationException($"There is no folder {directory}; name the folder that holds theme.json.");
    }

    private static string OneOf(CommandContext context, string option, string otherwise, IEnumerable<string> known)
    {
        var value = context.ValueOf(option) ?? otherwise;
        return known.Contains(value, StringComparer.Ordinal) ? value : throw new ConfigurationException($"{option} is '{value}'; write {string.Join(" or ", known)}.");
    }

    private static async Task<string> WriteAsync(CommandContext context, IReadOnlyDictionary<string, string> files)
    {
        var directory = Path.GetFullPath(context.Given.Operand!);
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
        {
            throw new ConfigurationException($"{directory} is not empty; name a folder that is not there yet.");
        }

        foreach (var (name, text) in files)
        {
            var path = Path.Combine(directory, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text, context.CancellationToken);
        }

        return Made(directory, context.Given.Operand!);
    }

    private static string Made(string directory, string typed) =>
        $"The theme is in {directory}. Look at it with Portal:Theme:Directory={directory}, and at what is wrong with it with: portal theme check {typed}";

    // Where a portal that is started here would look.
    private static string DefaultFolder(CommandContext context)
    {
        var builder = WebApplication.CreateBuilder([.. context.Given.Configuration]);
        return ThemeServices.DirectoryOf(builder.Configuration.GetSection(ThemeOptions.Section).Get<ThemeOptions>() ?? new(), builder.Environment);
    }
}
