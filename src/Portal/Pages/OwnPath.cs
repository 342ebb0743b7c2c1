namespace Portal.Pages;

/// <summary>A place on this site that a request named, so that nobody can be sent anywhere else by it.</summary>
internal static class OwnPath
{
    private const int MaxLength = 2048;

    /// <summary>The path with its query if it can only be one of ours, else the home page.</summary>
    public static string Of(string? path) => IsOwn(path) ? path! : "/";

    // "//host" and "/\host" are addresses of elsewhere to a browser, and it drops control characters before it looks.
    private static bool IsOwn(string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && path.Length <= MaxLength && path.All(character => character is > ' ' and < '\u007f' and not '\\');
}
