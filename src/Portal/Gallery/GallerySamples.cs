using Microsoft.Extensions.Options;
using Portal.Hosting;
using Portal.Identity.Homeserver;
using Portal.Layout;
using Portal.Pages;
using Portal.Theme;

namespace Portal.Gallery;

/// <summary>Puts together what a state is drawn with.</summary>
internal static class GallerySamples
{
    // Always the same, so that a state looks as it did yesterday: its pictures are compared.
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 10, 26, 0, TimeSpan.Zero);

    /// <param name="look">Decides theme, language and scheme.</param>
    /// <param name="at">Where the page shall believe to be.</param>
    public static Sample Of(HttpContext context, GalleryLook look, string at)
    {
        var drafts = context.RequestServices.GetRequiredService<ThemeDrafts>();
        if (drafts.Find(look.Draft) is { } draft)
        {
            context.UseTheme(draft.Theme);
        }
        else if (look.IsWithoutLogo)
        {
            context.UseTheme(drafts.WithoutLogo());
        }

        var theme = context.GetTheme();
        var brand = BrandOf(context.RequestServices);
        var page = PageContext.Of(context);
        var sample = new Sample(
            page with
            {
                Texts = look.Language is { } language && theme.Texts.Find(language) is { } texts ? texts : page.Texts,
                Brand = brand,
                Path = page.To(at),
                Query = "",
                IsDevelopment = false, // or each of many frames would listen for changes of the theme
                Scheme = look.Scheme,
            },
            brand.InMails(theme) is var mails && look.IsWithoutLogo ? mails with { Logo = null } : mails,
            Now);
        return sample with { Page = sample.PageOf(sample.Person) };
    }

    // As it is configured; what is not is made up, so that every part of a page can be seen.
    private static Brand BrandOf(IServiceProvider services)
    {
        var branding = services.GetRequiredService<IOptions<BrandingOptions>>().Value;
        var sample = new BrandingOptions
        {
            ServiceName = branding.ServiceName,
            PolicyUri = branding.PolicyUri ?? new Uri("https://example.org/privacy"),
            TosUri = branding.TosUri ?? new Uri("https://example.org/terms"),
            Imprint = branding.Imprint,
        };
        return new Brand(Options.Create(sample), services.GetRequiredService<IOptions<MatrixOptions>>());
    }
}
