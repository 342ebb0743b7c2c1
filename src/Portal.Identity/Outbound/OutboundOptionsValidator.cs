using Microsoft.Extensions.Options;
using Portal.Identity.Policy;

namespace Portal.Identity.Outbound;

internal sealed class OutboundOptionsValidator : IValidateOptions<OutboundOptions>
{
    public ValidateOptionsResult Validate(string? name, OutboundOptions options)
    {
        var errors = options.AllowedNetworks.Where(text => AddressParsing.ParseRange(text) is null)
            .Select(text => $"{OutboundOptions.Section}:AllowedNetworks holds '{text}', which is neither an address nor a range; write one such as 10.20.0.0/16 or fd00:20::/32.")
            .ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
