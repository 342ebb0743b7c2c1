using Microsoft.Extensions.Options;

namespace Portal.Identity.Captcha;

internal sealed class CaptchaOptionsValidator : IValidateOptions<CaptchaOptions>
{
    private const int LeastDifficulty = 8;
    private const int MostDifficulty = 24;
    private const string Section = CaptchaOptions.Section;

    public ValidateOptionsResult Validate(string? name, CaptchaOptions options)
    {
        var errors = ErrorsOf(options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> ErrorsOf(CaptchaOptions options)
    {
        if (options.Difficulty is < LeastDifficulty or > MostDifficulty)
        {
            yield return $"{Section}:Difficulty is {options.Difficulty}; set it to a number from {LeastDifficulty} to {MostDifficulty}, or remove it for the default.";
        }

        if (!Enum.IsDefined(options.Service))
        {
            yield return $"{Section}:Service is {(int)options.Service}; set it to one of {string.Join(", ", Enum.GetNames<CaptchaService>())}.";
        }

        if (CaptchaProvider.Of(options.Service) is null)
        {
            yield break;
        }

        if (string.IsNullOrWhiteSpace(options.SiteKey))
        {
            yield return $"{Section}:Service is {options.Service}, which needs {Section}:SiteKey; set it to the key that the service gave to this site.";
        }

        if (options is { SecretKey: not null, SecretKeyFile: not null })
        {
            yield return $"{Section}:SecretKey and {Section}:SecretKeyFile are both set; keep one of them.";
        }
        else if (options.SecretKeyFile is { } file && !File.Exists(file))
        {
            yield return $"{Section}:SecretKeyFile is '{file}', which does not exist; put the secret key of the service there.";
        }
        else if (options.SecretKeyFile is null && string.IsNullOrWhiteSpace(options.SecretKey))
        {
            yield return $"{Section}:Service is {options.Service}, which needs {Section}:SecretKey or {Section}:SecretKeyFile; set one to the secret key that the service gave to this site.";
        }
    }
}
