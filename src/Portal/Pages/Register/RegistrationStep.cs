using Portal.Identity.Accounts;

namespace Portal.Pages.Register;

/// <summary>The steps that a person sees, in their order; which of them there are is the operator's choice.</summary>
public enum RegistrationStep
{
    Account,
    Email,
    Name,
}

/// <summary>How far a registration is: "Step 2 of 3".</summary>
/// <param name="Current">Counted from 1.</param>
public sealed record RegistrationProgress(RegistrationStep Step, int Current, int Total)
{
    public static RegistrationProgress At(RegistrationStep step, AccountOptions options)
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

        // A step that was switched off while somebody was on their way to it.
        return steps.Contains(step) ? new(step, steps.IndexOf(step) + 1, steps.Count) : new(step, steps.Count, steps.Count);
    }
}
