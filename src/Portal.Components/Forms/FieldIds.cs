namespace Portal.Components.Forms;

/// <summary>The ids that tie a control to the sentences about it.</summary>
internal static class FieldIds
{
    public static string Error(string id) => id + "-error";

    public static string Hint(string id) => id + "-hint";

    /// <returns>The value of <c>aria-describedby</c>: what is wrong first, then what helps; none if there is nothing to say.</returns>
    public static string? DescribedBy(string id, bool hasError, bool hasHint, string? also = null)
    {
        string?[] ids = [hasError ? Error(id) : null, hasHint ? Hint(id) : null, also];
        var described = string.Join(' ', ids.Where(one => !string.IsNullOrEmpty(one)));
        return described.Length > 0 ? described : null;
    }
}
