using Microsoft.Extensions.Options;
using Portal.Identity.Discovery;

namespace Portal.Identity.Accounts.Passkeys;

/// <summary>Whether people can have passkeys, and what they belong to.</summary>
public sealed class PasskeySwitch(IOptions<PasskeyOptions> options, IssuerAddress address)
{
    public bool Enabled => options.Value.Enabled && address.PublicBase.HostNameType == UriHostNameType.Dns;

    /// <inheritdoc cref="PasskeyOptions.RelyingPartyId"/>
    public string RelyingPartyId => options.Value.RelyingPartyId ?? address.PublicBase.IdnHost;

    /// <summary>Where the pages stand on which they are made and used; no other page may do that, and none inside another site's.</summary>
    public string Origin => address.PublicBase.GetLeftPart(UriPartial.Authority);
}
