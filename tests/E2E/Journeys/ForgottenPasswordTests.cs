using Portal.Tests.E2E.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.E2E.Journeys;

/// <summary>Somebody wants into an app and has forgotten the password.</summary>
public sealed class ForgottenPasswordTests(Stage stage)
{
    private const string NewPassword = "seven copper kettles hum at dawn";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chooses_a_new_one_by_mail_and_arrives_in_the_app(bool scripts)
    {
        await using var visit = await stage.VisitAsync(scripts);
        var page = visit.Page;
        var person = await visit.BecomeSomebodyAsync();
        await page.Button("Sign out").ClickAsync();

        await visit.OpenAsync((await App.RegisterAsync(visit)).Request());
        await page.Link("Forgot password?").ClickAsync();
        await page.Field("Email").FillAsync(person.Email);
        await page.Button("Continue").ClickAsync();
        await page.SeeAsync("Check your email");
        await page.GotoAsync(await visit.Portal.Mailbox.LinkAsync(person.Email));
        await page.Field("New password").FillAsync(NewPassword);
        if (!scripts)
        {
            await page.Field("New password again").FillAsync(NewPassword);
        }

        await page.Button("Save password").ClickAsync();
        await page.SeeTextAsync("Your new password is saved.");
        await Expect(page.Field("Username")).ToHaveValueAsync(person.Username);
        await page.Field("Password").FillAsync(NewPassword);
        await page.Button("Sign in").ClickAsync();
        await page.AnswerAsync("Allow");

        await page.SeeAsync("Back in the app");
    }

    [Fact]
    public async Task Sees_what_is_thought_of_a_password_without_anything_moving()
    {
        await using var visit = await stage.VisitAsync();
        var page = visit.Page;
        await visit.OpenAsync("/register/password");
        var before = await page.Button("Continue").BoundingBoxAsync();

        await page.Field("Password").FillAsync("password");
        await page.SeeTextAsync("Too weak. That password is on lists of common passwords. Four unrelated words work well.");
        Assert.Equal(before!.Y, (await page.Button("Continue").BoundingBoxAsync())!.Y);

        await page.Field("Password").FillAsync(NewPassword);
        await page.SeeTextAsync("Very good. This is very hard to guess.");
        Assert.Equal(before.Y, (await page.Button("Continue").BoundingBoxAsync())!.Y);
    }
}
