using Microsoft.Extensions.Options;

namespace Portal.Identity.Policy;

/// <summary>Compiles every rule once, so that a malformed one stops the start and not a registration.</summary>
internal sealed class PolicyDataValidator : IValidateOptions<PolicyData>
{
    public ValidateOptionsResult Validate(string? name, PolicyData options)
    {
        Func<object>[] compilations = [() => new UsernamePolicy(options), () => new EmailPolicy(options), () => new RequesterPolicy(options), () => new AdminClientPolicy(options)];
        var errors = compilations.Select(ErrorOf).OfType<string>().ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static string? ErrorOf(Func<object> compile)
    {
        try
        {
            compile();
            return null;
        }
        catch (PolicyDataException exception)
        {
            return exception.Message;
        }
    }
}
