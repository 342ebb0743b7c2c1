namespace Portal.Components.Identity;

internal static class IdentitySizes
{
    /// <returns>The value of <c>data-size</c>; none for the medium size.</returns>
    public static string? ToAttribute(this IdentitySize size) => size switch
    {
        IdentitySize.Small => "small",
        IdentitySize.Large => "large",
        _ => null,
    };
}
