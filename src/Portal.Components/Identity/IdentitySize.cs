namespace Portal.Components.Identity;

/// <summary>How large a disc or a tile is.</summary>
public enum IdentitySize
{
    /// <summary>40 px: beside two lines.</summary>
    Medium,

    /// <summary>24 px: beside one line.</summary>
    Small,

    /// <summary>56 px: beside a title.</summary>
    Large,
}
