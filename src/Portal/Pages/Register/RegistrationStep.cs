using Portal.Identity.Accounts;

namespace Portal.Pages.Register;

/// <summary>The steps that a person sees, in their order; which of them there are is the operator's choice.</summary>
public enum RegistrationStep
{
    Account,
    Email,
    Name,
    Passkey,
}

/// <summary>How far a registration is: "Step 2 of 3".</summary>
/// <param name="Current">Counted from 1.</param>
public sealed record RegistrationProgress(RegistrationStep Step, int Current, int Total)
{
    /// <param name="withPasskey">Whether a passkey is made in place of a password.</param>
    public static RegistrationProgress At(RegistrationStep step, AccountOptions options, bool withPasskey)
    {
        List<RegistrationStep> steps = [RegistrationStep.Account];
        if (options.PasswordRegistrationEmailRequired)
        {
            steps.Add(RegistrationStep.Email);
        }

        if (options.RegistrationAsksDisplayName)
        {
            steps.Add(RegistrationStep.Name);
        }

        if (withPasskey)
        {
            steps.Add(RegistrationStep.Passkey);
        }

        // A step that was switched off while somebody was on their way to it.
        return steps.Contains(step) ? new(step, steps.IndexOf(step) + 1, steps.Count) : new(step, steps.Count, steps.Count);
    }
}
