namespace Portal.Identity.Accounts.SecondFactor;

/// <summary>Who must sign in in two steps (<c>Portal:Account:SecondStepRequired</c>).</summary>
public enum SecondStepDuty
{
    Nobody,

    /// <summary>Whoever may grant scopes that administer the server.</summary>
    Administrators,

    Everybody,
}
