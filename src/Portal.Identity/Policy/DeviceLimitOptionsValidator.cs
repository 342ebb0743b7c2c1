using Microsoft.Extensions.Options;

namespace Portal.Identity.Policy;

internal sealed class DeviceLimitOptionsValidator : IValidateOptions<DeviceLimitOptions>
{
    public ValidateOptionsResult Validate(string? name, DeviceLimitOptions options)
    {
        var errors = new List<string>();
        Check(nameof(options.SoftLimit), options.SoftLimit);
        Check(nameof(options.MaxSessionThreshold), options.MaxSessionThreshold);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(string key, int? value)
        {
            if (value < 1)
            {
                errors.Add($"{DeviceLimitOptions.Section}:{key} is {value}; set it to 1 or more, or remove it for no limit.");
            }
        }
    }
}
