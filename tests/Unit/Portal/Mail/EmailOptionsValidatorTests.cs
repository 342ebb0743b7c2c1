using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Mail;
using Xunit;

namespace Portal.Tests.Unit.Mail;

/// <summary>Settings as an operator writes them, through the binder: <c>Key=value</c>, separated by semicolons.</summary>
public sealed class EmailOptionsValidatorTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Transport=None")]
    [InlineData("Transport=inbox;From=Example <accounts@example.org>")]
    [InlineData("Transport=Sendmail")]
    [InlineData("Transport=Sendmail;Command=/usr/sbin/sendmail;ReplyTo=help@example.org")]
    [InlineData("Transport=smtp;Mode=starttls;Hostname=mail.example.org")]
    [InlineData("Transport=Smtp;Mode=Tls;Hostname=mail.example.org;Port=65535;Username=a;Password=b")]
    [InlineData("Transport=Smtp;Mode=Plain;Hostname=mail.example.org")]
    [InlineData("Transport=Smtp;Mode=Plain;Hostname=localhost;Username=a;Password=b")]
    [InlineData("Transport=Smtp;Mode=Plain;Hostname=::1;Username=a;Password=b")]
    public void Takes(string settings) => Assert.Empty(FailuresOf(settings));

    [Theory]
    [InlineData("From=nobody", "Portal:Email:From is 'nobody', which is not a mailbox; write it like \"Example\" <accounts@example.org>.")]
    [InlineData("ReplyTo=", "Portal:Email:ReplyTo is '', which is not a mailbox; write it like \"Example\" <accounts@example.org>.")]
    [InlineData("Transport=7", "Portal:Email:Transport is 7; set it to None, Smtp, Sendmail or Inbox.")]
    [InlineData("Hostname=mail.example.org",
        "Portal:Email:Hostname is 'mail.example.org' but Portal:Email:Transport is None; remove it, or set Portal:Email:Transport to Smtp.")]
    [InlineData("Transport=Sendmail;Port=25", "Portal:Email:Port is '25' but Portal:Email:Transport is Sendmail; remove it, or set Portal:Email:Transport to Smtp.")]
    [InlineData("Transport=Inbox;Mode=Tls", "Portal:Email:Mode is 'Tls' but Portal:Email:Transport is Inbox; remove it, or set Portal:Email:Transport to Smtp.")]
    [InlineData("Transport=Inbox;Password=geheim", "Portal:Email:Password is '(hidden)' but Portal:Email:Transport is Inbox; remove it, or set Portal:Email:Transport to Smtp.")]
    [InlineData("Transport=Smtp;Mode=Tls;Hostname=a;Command=sendmail",
        "Portal:Email:Command is 'sendmail' but Portal:Email:Transport is Smtp; remove it, or set Portal:Email:Transport to Sendmail.")]
    [InlineData("Transport=Smtp;Hostname=a", "Portal:Email:Mode is missing; set it to Plain, StartTls or Tls.")]
    [InlineData("Transport=Smtp;Hostname=a;Mode=9", "Portal:Email:Mode is 9; set it to Plain, StartTls or Tls.")]
    [InlineData("Transport=Smtp;Mode=Tls", "Portal:Email:Hostname is missing; set it to the name of the mail server.")]
    [InlineData("Transport=Smtp;Mode=Tls;Hostname=smtp://a", "Portal:Email:Hostname is 'smtp://a', which is not a host name; leave out scheme, port and path.")]
    [InlineData("Transport=Smtp;Mode=Tls;Hostname=a:465", "Portal:Email:Hostname is 'a:465', which is not a host name; leave out scheme, port and path.")]
    [InlineData("Transport=Smtp;Mode=Tls;Hostname=a;Port=0", "Portal:Email:Port is 0; set it to a number from 1 to 65535, or remove it.")]
    [InlineData("Transport=Smtp;Mode=Tls;Hostname=a;Port=65536", "Portal:Email:Port is 65536; set it to a number from 1 to 65535, or remove it.")]
    [InlineData("Transport=Smtp;Mode=Tls;Hostname=a;Username=u",
        "Portal:Email:Username is 'u' without a password; set Portal:Email:Password or Portal:Email:PasswordFile, or remove it.")]
    [InlineData("Transport=Smtp;Mode=Tls;Hostname=a;Password=geheim", "Portal:Email:Username is missing although a password is set; set it, or remove the password.")]
    [InlineData("Transport=Smtp;Mode=Tls;Hostname=a;Username=u;Password=geheim;PasswordFile=/dev/null",
        "Portal:Email:PasswordFile is '/dev/null' but Portal:Email:Password is set too; remove one of them.")]
    [InlineData("Transport=Smtp;Mode=Tls;Hostname=a;Username=u;PasswordFile=/nowhere/password",
        "Portal:Email:PasswordFile is '/nowhere/password', where there is no file; create it, or correct the path.")]
    [InlineData("Transport=Smtp;Mode=Plain;Hostname=mail.example.org;Username=u;Password=geheim",
        "Portal:Email:Mode is Plain, which would show the password to the network between here and 'mail.example.org'; set it to StartTls or Tls.")]
    public void Names_the_key_the_value_and_the_remedy(string settings, string failure)
    {
        var failures = FailuresOf(settings);

        Assert.Equal(failure, Assert.Single(failures));
        Assert.DoesNotContain("geheim", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("None", typeof(NullTransport))]
    [InlineData("Inbox", typeof(InboxTransport))]
    [InlineData("Sendmail", typeof(SendmailTransport))]
    [InlineData("Smtp;Mode=Tls;Hostname=mail.example.org", typeof(SmtpTransport))]
    public void The_settings_choose_the_transport(string transport, Type type)
    {
        using var services = Services($"Transport={transport}");

        Assert.IsType(type, services.GetRequiredService<IMailTransport>());
    }

    [Fact]
    public void A_bad_setting_stops_the_start()
    {
        using var services = Services("From=nobody");

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
    }

    private static List<string> FailuresOf(string settings)
    {
        using var services = Services(settings);
        try
        {
            _ = services.GetRequiredService<IOptions<EmailOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures];
        }
    }

    private static ServiceProvider Services(string settings) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(Parse(settings)).Build())
        .AddPortalMail()
        .BuildServiceProvider();

    private static Dictionary<string, string?> Parse(string settings) => settings
        .Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(setting => setting.Split('=', 2))
        .ToDictionary(setting => string.Create(CultureInfo.InvariantCulture, $"{EmailOptions.Section}:{setting[0]}"), setting => (string?)setting[1]);
}
