using Microsoft.Extensions.Options;

namespace Portal.Identity.Policy;

internal sealed class DeviceLimitOptionsValidator : IValidateOptions<DeviceLimitOptions>
{
    public ValidateOptionsResult Validate(string? name, DeviceLimitOptions options)
    {
        var errors = new List<string>();
        Check(nameof(options.SoftLimit), options.SoftLimit);
        Check(nameof(options.HardLimit), options.HardLimit);
        Check(nameof(options.MaxSessionThreshold), options.MaxSessionThreshold);
        if (options.HardLimit is { } hard && !(options.SoftLimit <= hard))
        {
            errors.Add($"{DeviceLimitOptions.Section}:HardLimit is {hard}; set SoftLimit to that or less too, or remove HardLimit for no limit.");
        }

        if (options.DangerousHardLimitEviction && !(options.HardLimit >= 2))
        {
            errors.Add($"{DeviceLimitOptions.Section}:DangerousHardLimitEviction is on; set HardLimit to 2 or more, or switch it off.");
        }

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
