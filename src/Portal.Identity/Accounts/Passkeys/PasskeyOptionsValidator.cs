using Microsoft.Extensions.Options;
using Portal.Identity.Clients;
using Portal.Identity.Discovery;

namespace Portal.Identity.Accounts.Passkeys;

/// <summary>Says in one sentence what is wrong with the settings of passkeys.</summary>
public sealed class PasskeyOptionsValidator(IssuerAddress address) : IValidateOptions<PasskeyOptions>
{
    public ValidateOptionsResult Validate(string? name, PasskeyOptions options)
    {
        var host = address.PublicBase.IdnHost;
        return options.RelyingPartyId is not { } id || id == host || (host.EndsWith("." + id, StringComparison.Ordinal) && !PublicSuffixList.Default.IsPublicSuffix(id))
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{PasskeyOptions.Section}:RelyingPartyId is '{id}'; it must be {host}, or a domain above it that is yours.");
    }
}
