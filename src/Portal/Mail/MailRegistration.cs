using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Portal.Identity.Accounts;

namespace Portal.Mail;

/// <summary>Puts mail into the house.</summary>
internal static class MailRegistration
{
    /// <summary><see cref="IAccountMailer"/> (scoped) with the transport of <c>Portal:Email</c>; a bad setting stops the start.</summary>
    /// <remarks>Needs a <see cref="MailBrand"/> beside it. <see cref="InboxTransport"/> can always be resolved, and is empty unless it is in use.</remarks>
    public static IServiceCollection AddPortalMail(this IServiceCollection services)
    {
        services.AddOptions<EmailOptions>().BindConfiguration(EmailOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmailOptions>, EmailOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<InboxTransport>();
        services.AddSingleton(Transport);
        services.AddScoped<HtmlRenderer>();
        services.AddScoped<IAccountMailer, AccountMailer>();
        return services;
    }

    private static IMailTransport Transport(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<EmailOptions>>().Value.Transport switch
        {
            MailTransportKind.Smtp => ActivatorUtilities.CreateInstance<SmtpTransport>(provider),
            MailTransportKind.Sendmail => ActivatorUtilities.CreateInstance<SendmailTransport>(provider),
            MailTransportKind.Inbox => provider.GetRequiredService<InboxTransport>(),
            _ => ActivatorUtilities.CreateInstance<NullTransport>(provider),
        };
}
