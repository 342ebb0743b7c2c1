namespace Portal.Components.Surfaces;

/// <summary>How a page of a flow lies in the window. On a phone they are all the same: the card is the page.</summary>
public enum AuthLayout
{
    /// <summary>One column in the middle.</summary>
    Card,

    /// <summary>The column at the start, a picture beside it.</summary>
    Split,

    /// <summary>A picture behind everything, the column on a sheet of its own.</summary>
    Full,
}
