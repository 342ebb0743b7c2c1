using Portal.Development;
using Portal.Gallery;
using Portal.Identity;
using Portal.Identity.Homeserver;
using Portal.Layout;
using Portal.Legacy;
using Portal.Mail;
using Portal.OAuth;
using Portal.Pages;
using Portal.Pages.Consent;
using Portal.Pages.Errors;
using Portal.Texts;
using Portal.Theme;

namespace Portal.Hosting;

/// <summary>The composition root: one line a feature.</summary>
internal static class PortalApplication
{
    /// <summary>Sets everything up; nothing runs yet.</summary>
    /// <exception cref="ConfigurationException">The configuration does not allow a start.</exception>
    public static WebApplication Create(string[] args)
    {
        var builder = Build(args);
        if (builder.Configuration.GetSection(WorkerOptions.Section).Get<WorkerOptions>() is null or { Enabled: true })
        {
            builder.Services.AddBackgroundWork();
        }

        return builder.Build();
    }

    /// <summary>As <see cref="Create"/>, for a process that does the background work and answers nobody.</summary>
    /// <exception cref="ConfigurationException">The configuration does not allow a start.</exception>
    public static WebApplication CreateWorker(string[] args)
    {
        var builder = Build(args);
        builder.WebHost.UseServer(new NoServer());
        builder.Services.AddBackgroundWork();
        return builder.Build();
    }

    private static WebApplicationBuilder Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestLimits.MaxBodyLength;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(60));

        var installation = Installation.Read(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(installation);
        builder.Services.AddSingleton(installation.Address);
        builder.Services.AddSingleton(_ => SingleProcessLock.Take(installation));
        builder.Services.AddOptions<BrandingOptions>().BindConfiguration(BrandingOptions.Section);
        builder.Services.AddPortalIdentity(installation.Database, installation.Protector);
        builder.Services.AddPortalMail();
        builder.Services.AddThemes();
        builder.Services.AddTransient(Brand.ForMails);
        builder.Services.AddSingleton(Brand.LinksForMails);
        builder.Services.AddOpenCors();
        builder.Services.AddScoped<DpopProofs>();
        builder.Services.AddScoped<ClientRequests>();
        builder.Services.AddSingleton<HomeserverSecret>();
        builder.Services.AddBrowserSessions();
        builder.Services.AddPages();
        builder.Services.AddSingleton<IDeviceNaming, DeviceNaming>();
        builder.Services.AddHostedService<StartupMemory>();
        return builder;
    }

    /// <summary>The way of a request, from outside in, and every place where it can end.</summary>
    public static void MapPortal(this WebApplication app)
    {
        var installation = app.Services.GetRequiredService<Installation>();
        app.UsePublicAddress(installation.Address.PublicBase);
        app.UsePathBase(installation.Address.PublicBase.AbsolutePath.TrimEnd('/'));
        app.UseSecurityHeaders(installation);
        app.UseMiddleware<RequestLog>();
        app.UseErrorPages();
        app.UseRouting();
        app.UseOpenEndpoints();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapStaticAssets();
        app.Services.GetRequiredService<FingerprintedAssets>().Use(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints));
        app.MapThemes();
        app.MapHealth();
        app.MapDiscovery();
        app.MapClientRegistration();
        app.MapToken();
        app.MapPushedAuthorization();
        app.MapIntrospection();
        app.MapRevocation();
        app.MapUserInfo();
        app.MapDeviceAuthorization();
        app.MapAuthorize();
        app.MapLegacy();
        app.MapClientLogos();
        app.MapPages();
        app.MapGallery();
        if (app.Environment.IsDevelopment())
        {
            app.MapDevelopment();
        }
    }
}
