using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Portal.Theme;

/// <summary>
/// The themes that are in use: one for the site, and one for each host name that has a folder of its own. They follow their files while the program runs. One that
/// breaks stays as it was before, and the log says why.
/// </summary>
internal sealed partial class Themes : IDisposable
{
    /// <summary>So many files of before can still be had, for pages that were open when the theme changed.</summary>
    private const int Remembered = 24;

    private readonly Lock _gate = new();
    private readonly IFileProvider _folder;
    private readonly bool _withPseudoLanguage;
    private readonly ILogger<Themes> _logger;
    private readonly IDisposable _watch;
    private readonly Dictionary<string, string> _said = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _stamps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<ThemeProblem>> _problems = new(StringComparer.Ordinal);
    private CancellationTokenSource _change = new();
    private volatile State _state;

    /// <param name="folder">With <c>theme.json</c> and the others, and <c>hosts</c>.</param>
    public Themes(IFileProvider folder, bool withPseudoLanguage, ILogger<Themes> logger)
    {
        (_folder, _withPseudoLanguage, _logger) = (folder, withPseudoLanguage, logger);
        _state = Next(null);
        _watch = ChangeToken.OnChange(() => folder.Watch("**/*"), Reload);
    }

    /// <summary>Of the site, and of its mails.</summary>
    public SiteTheme Main => _state.Main;

    /// <summary>What is wrong with the files as they are now, by the folder of the theme; that of the site is the empty one.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ThemeProblem>> Problems
    {
        get
        {
            lock (_gate)
            {
                return _problems.ToFrozenDictionary(StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Ends when a theme is replaced.</summary>
    public CancellationToken Changed
    {
        get
        {
            lock (_gate)
            {
                return _change.Token;
            }
        }
    }

    /// <param name="host">As the browser asked for it, without a port.</param>
    public SiteTheme For(string? host) => host is not null && _state.ByHost.TryGetValue(host, out var theme) ? theme : _state.Main;

    /// <summary>A file by its name, also one of a theme that was replaced.</summary>
    public ThemeAsset? Find(string name) => _state.Assets.GetValueOrDefault(name);

    /// <summary>Reads the site's theme as it would be with other files; nothing is changed by that.</summary>
    /// <param name="changes">By path; none for a file that is not there.</param>
    public ThemeReading ReadWith(IReadOnlyDictionary<string, byte[]?> changes) => ThemeReader.Read(new ChangedFiles(_folder, changes), withPseudoLanguage: _withPseudoLanguage);

    /// <summary>The site's own files with others in their place, to be taken along.</summary>
    /// <inheritdoc cref="ReadWith"/>
    /// <exception cref="IOException">A file cannot be read, or is too large for a theme.</exception>
    public ThemePackage PackWith(IReadOnlyDictionary<string, byte[]?> changes) => ThemePackage.Of(new ChangedFiles(_folder, changes));

    /// <summary>Reads all files again.</summary>
    public void Reload()
    {
        CancellationTokenSource before;
        lock (_gate)
        {
            _state = Next(_state);
            (before, _change) = (_change, new CancellationTokenSource());
        }

        before.Cancel();
        before.Dispose();
    }

    public void Dispose()
    {
        _watch.Dispose();
        _change.Dispose();
        (_folder as IDisposable)?.Dispose();
    }

    private State Next(State? old)
    {
        var main = Take("", old?.Main, () => ThemeReader.Default(_withPseudoLanguage));
        var byHost = Hosts().ToFrozenDictionary(host => host, host => Take($"{ThemeReader.Hosts}/{host}/", old?.ByHost.GetValueOrDefault(host), () => main), StringComparer.OrdinalIgnoreCase);
        var current = byHost.Values.Append(main).SelectMany(theme => theme.Assets).DistinctBy(asset => asset.Name).ToList();
        ThemeAsset[] past = old is null ? [] : [.. old.Current.Concat(old.Past).Where(asset => current.TrueForAll(other => other.Name != asset.Name)).DistinctBy(asset => asset.Name).Take(Remembered)];
        return new State(main, byHost, current.Concat(past).ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal), current) { Past = past };
    }

    private SiteTheme Take(string prefix, SiteTheme? lastGood, Func<SiteTheme> otherwise)
    {
        try
        {
            var stamp = StampOf(prefix);
            if (lastGood is not null && stamp == _stamps.GetValueOrDefault(prefix))
            {
                return lastGood;
            }

            var reading = ThemeReader.Read(_folder, prefix, _withPseudoLanguage);
            Say(prefix, reading);
            _problems[prefix] = reading.Problems;
            _stamps[prefix] = stamp;
            return reading.IsSound ? reading.Theme : lastGood ?? otherwise();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(_logger, exception, prefix);
            return lastGood ?? otherwise();
        }
    }

    // Another one when a file of the theme has changed: with many brands, the others need not be read again.
    private string StampOf(string prefix) => string.Join('\n', ((string[])[prefix.TrimEnd('/'), prefix + ThemeReader.Texts, prefix + Path.GetDirectoryName(ThemeReader.MailLogo)])
        .SelectMany(folder => _folder.GetDirectoryContents(folder))
        .Where(entry => !entry.IsDirectory)
        .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Name} {entry.Length} {entry.LastModified.UtcTicks}")));

    // Once, however often a file is written.
    private void Say(string prefix, ThemeReading reading)
    {
        var problems = string.Join('\n', reading.Problems.Where(problem => problem.Kind == ThemeProblemKind.Broken));
        if (problems == _said.GetValueOrDefault(prefix, ""))
        {
            return;
        }

        _said[prefix] = problems;
        if (problems.Length > 0)
        {
            LogBroken(_logger, prefix.Length == 0 ? "of the site" : prefix, problems);
        }
        else
        {
            LogMended(_logger, prefix.Length == 0 ? "of the site" : prefix);
        }
    }

    private List<string> Hosts() => [.. _folder.GetDirectoryContents(ThemeReader.Hosts).Where(entry => entry.IsDirectory).Select(entry => entry.Name)];

    [LoggerMessage(1101, LogLevel.Error, "The theme {Theme} is broken and stays as it was before (portal theme check says the same):\n{Problems}")]
    private static partial void LogBroken(ILogger logger, string theme, string problems);

    [LoggerMessage(1102, LogLevel.Information, "The theme {Theme} is whole again.")]
    private static partial void LogMended(ILogger logger, string theme);

    [LoggerMessage(1103, LogLevel.Error, "The folder of the theme {Theme} cannot be read; it stays as it was before.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string theme);

    /// <summary>A look is never a reason not to start.</summary>
    [LoggerMessage(1104, LogLevel.Error, "There is no folder {Directory} (Portal:Theme:Directory), so the portal looks as it ships; create the folder, then start again.")]
    public static partial void LogMissing(ILogger logger, string directory);

    private sealed record State(SiteTheme Main, FrozenDictionary<string, SiteTheme> ByHost, FrozenDictionary<string, ThemeAsset> Assets, IReadOnlyList<ThemeAsset> Current)
    {
        public IReadOnlyList<ThemeAsset> Past { get; init; } = [];
    }
}
