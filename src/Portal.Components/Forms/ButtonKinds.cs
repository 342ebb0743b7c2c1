namespace Portal.Components.Forms;

internal static class ButtonKinds
{
    public static string ToClass(this ButtonKind kind, bool small) => (kind, small) switch
    {
        (ButtonKind.Link, true) => "link small",
        (ButtonKind.Link, false) => "link",
        _ => "button",
    };

    /// <returns>The value of <c>data-kind</c>; none for a link.</returns>
    public static string? ToAttribute(this ButtonKind kind) => kind switch
    {
        ButtonKind.Main => "main",
        ButtonKind.Plain => "plain",
        ButtonKind.Danger => "danger",
        ButtonKind.Quiet => "quiet",
        ButtonKind.QuietDanger => "quiet-danger",
        _ => null,
    };
}
