namespace Portal.Tests.Unit.Model;

internal sealed record ModelledAccessToken(ModelledSession Session, DateTimeOffset ExpiresAt)
{
    public bool IsRevoked { get; set; }

    public bool IsUsed { get; set; }
}
