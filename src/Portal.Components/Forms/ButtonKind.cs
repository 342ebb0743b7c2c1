namespace Portal.Components.Forms;

/// <summary>How much a button asks for attention.</summary>
public enum ButtonKind
{
    /// <summary>The one next step of a page.</summary>
    Main,

    /// <summary>Another way on, or back.</summary>
    Plain,

    /// <summary>Something will be lost.</summary>
    Danger,

    /// <summary>In a row, without a border.</summary>
    Quiet,

    /// <summary>As quiet, where message keys may be lost.</summary>
    QuietDanger,

    /// <summary>Looks like a link, yet changes something.</summary>
    Link,
}
