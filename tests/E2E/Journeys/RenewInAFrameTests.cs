using Portal.Tests.E2E.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.E2E.Journeys;

/// <summary><c>prompt=none</c> in a hidden frame, by a library that does so, in a browser that guards frames and cookies (docs/clients.md).</summary>
public sealed class RenewInAFrameTests(Stage stage)
{
    [Fact]
    public async Task An_app_on_the_site_of_the_portal_renews_without_a_word()
    {
        await using var visit = await stage.VisitAsync();
        await SignInAsync(visit, stage.Client.OnTheSiteOf(visit.Portal), "client_secret_post");
        var first = await visit.Page.Field("Access token").InnerTextAsync();

        await RenewAsync(visit);

        await Expect(visit.Page.Field("Status")).ToHaveTextAsync("Renewed");
        var second = await visit.Page.Field("Access token").InnerTextAsync();
        Assert.NotEqual(first, second);
        Assert.Contains("\"active\":true", await stage.IntrospectAsync(visit.Portal, second));
    }

    /// <summary>A loopback address proves nothing of who listens there (RFC 8252 §8.6).</summary>
    [Fact]
    public async Task An_app_that_any_program_could_play_must_ask_the_person()
    {
        await using var visit = await stage.VisitAsync();
        await SignInAsync(visit, stage.Client.OnTheSiteOf(visit.Portal), "none");

        await RenewAsync(visit);

        await Expect(visit.Page.Field("Status")).ToContainTextAsync("https redirect URI");
    }

    /// <summary>The session cookie is SameSite=Lax: a frame on another site has none.</summary>
    [Fact]
    public async Task An_app_on_another_site_must_use_its_refresh_token()
    {
        await using var visit = await stage.VisitAsync();
        await SignInAsync(visit, stage.Client.For(visit.Portal), "client_secret_post");

        await RenewAsync(visit);

        await Expect(visit.Page.Field("Status")).ToContainTextAsync("must sign in");
    }

    private static async Task SignInAsync(Visit visit, string address, string method)
    {
        await visit.BecomeSomebodyAsync();
        await visit.Page.GotoAsync(address);
        await visit.Page.Field("Scope").FillAsync("openid");
        await visit.Page.Field("Authentication method").FillAsync(method);
        await visit.Page.Button("Sign in").ClickAsync();
        await visit.Page.SeeAsync("Let Test app use your account?");
        await visit.Page.AnswerAsync("Allow");
        await Expect(visit.Page.Field("Status")).ToHaveTextAsync("Signed in");
    }

    private static async Task RenewAsync(Visit visit)
    {
        await visit.Page.Field("Scope").FillAsync("openid");
        await visit.Page.Button("Renew in a frame").ClickAsync();
    }
}
