namespace Portal.Identity.Tokens;

/// <summary>The answer of the userinfo endpoint.</summary>
/// <param name="Text">JSON, or a JWT in compact form.</param>
public sealed record UserInfoClaims(string Text, bool IsSigned)
{
    /// <summary>Without the claims.</summary>
    public override string ToString() => nameof(UserInfoClaims);
}
