using System.Buffers.Text;
using System.Security.Cryptography;

namespace Portal.Theme;

/// <summary>Themes that somebody tries out: read and checked as if they lay in the folder, kept in memory for a while, and shown only to whoever has their id.</summary>
internal sealed class ThemeDrafts(Themes themes, TimeProvider clock)
{
    /// <summary>After the last change.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    /// <summary>The oldest makes room.</summary>
    public const int Most = 16;

    private const int IdLength = 16; // bytes

    private static readonly Dictionary<string, byte[]?> NoLogo = new(StringComparer.Ordinal) { ["logo.svg"] = null, ["logo-dark.svg"] = null, [ThemeReader.MailLogo] = null };

    private readonly Lock _gate = new();
    private readonly List<ThemeDraft> _drafts = [];
    private (SiteTheme Of, SiteTheme Theme)? _withoutLogo;

    /// <summary>Reads the site's theme with other files. It is kept only if nothing in it is broken.</summary>
    /// <param name="changes">By path; none for a file that it would not have.</param>
    /// <returns>No draft if it is not kept, and what is wrong with it.</returns>
    public (ThemeDraft? Draft, IReadOnlyList<ThemeProblem> Problems) Keep(IReadOnlyDictionary<string, byte[]?> changes)
    {
        var reading = themes.ReadWith(changes);
        if (!reading.IsSound)
        {
            return (null, reading.Problems);
        }

        var draft = new ThemeDraft(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdLength)), changes, reading.Theme, clock.GetUtcNow() + Lifetime);
        lock (_gate)
        {
            _drafts.RemoveAll(other => other.ExpiresAt <= clock.GetUtcNow());
            _drafts.Add(draft);
            _drafts.RemoveRange(0, Math.Max(0, _drafts.Count - Most));
        }

        return (draft, reading.Problems);
    }

    /// <summary>None for an id that is not known, or not any more.</summary>
    public ThemeDraft? Find(string? id)
    {
        lock (_gate)
        {
            return _drafts.Find(draft => draft.Id == id && draft.ExpiresAt > clock.GetUtcNow());
        }
    }

    /// <summary>A file of one of them by its name.</summary>
    public ThemeAsset? FindAsset(string name)
    {
        lock (_gate)
        {
            return _drafts.SelectMany(draft => draft.Theme.Assets).FirstOrDefault(asset => asset.Name == name);
        }
    }

    /// <summary>The site's theme as it would be without logos of its own.</summary>
    public SiteTheme WithoutLogo()
    {
        var main = themes.Main;
        lock (_gate)
        {
            if (_withoutLogo is not { } made || made.Of != main)
            {
                _withoutLogo = made = (main, themes.ReadWith(NoLogo).Theme);
            }

            return made.Theme;
        }
    }
}

/// <summary>A theme that somebody tries out.</summary>
/// <param name="Changes">What is other than in the site's folder, by path; none for a file that it would not have.</param>
internal sealed record ThemeDraft(string Id, IReadOnlyDictionary<string, byte[]?> Changes, SiteTheme Theme, DateTimeOffset ExpiresAt);
