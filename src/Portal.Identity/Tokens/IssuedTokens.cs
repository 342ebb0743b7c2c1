namespace Portal.Identity.Tokens;

/// <summary>A new pair: the tokens as the client gets them, and the rows that stand for them.</summary>
public sealed record IssuedTokens(string AccessToken, string RefreshToken, AccessToken Access, RefreshToken Refresh)
{
    /// <summary>Without the tokens.</summary>
    public override string ToString() => $"IssuedTokens {Access.Id}";
}
