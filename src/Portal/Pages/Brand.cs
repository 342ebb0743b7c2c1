using Microsoft.Extensions.Options;
using Portal.Hosting;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Discovery;
using Portal.Identity.Homeserver;
using Portal.Mail;
using Portal.Theme;

namespace Portal.Pages;

/// <summary>What pages and mails call this service.</summary>
public sealed class Brand(IOptions<BrandingOptions> branding, IOptions<MatrixOptions> matrix)
{
    public string ServiceName => branding.Value.ServiceName ?? matrix.Value.ServerName;

    public string ServerName => matrix.Value.ServerName;

    public Uri? PolicyUri => branding.Value.PolicyUri;

    public Uri? TosUri => branding.Value.TosUri;

    public string? Imprint => branding.Value.Imprint;

    public string UserIdOf(string username) => matrix.Value.UserIdOf(username);

    public static MailBrand ForMails(IServiceProvider services)
    {
        var brand = services.GetRequiredService<Brand>();
        var theme = services.GetRequiredService<Themes>().Main;
        return brand.InMails(theme);
    }

    /// <summary>As mails show it in that theme.</summary>
    internal MailBrand InMails(SiteTheme theme) => new(ServiceName, Imprint, PolicyUri, TosUri) { Colours = theme.MailColours, Logo = theme.MailLogo, Frame = theme.MailFrame };

    public static MailLinks LinksForMails(IServiceProvider services) => new(
        services.GetRequiredService<PasswordSwitches>().CanRecover
            ? new Uri(services.GetRequiredService<IssuerAddress>().Url("recover"))
            : null);
}
