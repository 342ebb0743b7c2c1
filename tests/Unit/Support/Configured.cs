using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Portal.Tests.Unit.Support;

/// <summary>Services as they come out of an appsettings file.</summary>
internal static class Configured
{
    /// <param name="portal">What the file says under <c>Portal</c>, as JSON.</param>
    public static ServiceProvider Services(string portal, Action<IServiceCollection> add)
    {
        var json = Encoding.UTF8.GetBytes($$"""{ "Portal": {{portal}} }""");
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddJsonStream(new MemoryStream(json)).Build());
        add(services);
        return services.BuildServiceProvider();
    }

    /// <summary>What stops the start; empty if nothing does.</summary>
    public static string StartErrors(string portal, Action<IServiceCollection> add)
    {
        using var services = Services(portal, add);
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return "";
        }
        catch (OptionsValidationException exception)
        {
            return exception.Message;
        }
    }
}
