namespace Portal.Identity.Persistence;

/// <summary>Which engine, and how to reach it; made once from the options at start.</summary>
public sealed record DatabaseAddress(DatabaseProvider Provider, string ConnectionString)
{
    /// <summary>Without the connection string, which may hold a password.</summary>
    public override string ToString() => Provider.ToString();
}
