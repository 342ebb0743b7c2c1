namespace Portal.Identity.Protocol;

/// <summary>The values of <c>grant_type</c> that the product knows.</summary>
public static class GrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string RefreshToken = "refresh_token";
}
