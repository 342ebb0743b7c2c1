using Portal.Tests.E2E.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.E2E.Journeys;

/// <summary>The ways back to the app, in a browser that applies our content security policy to them.</summary>
public sealed class ReturnToTheAppTests(Stage stage)
{
    [Theory]
    [InlineData("Allow", "code=")]
    [InlineData("Cancel", "error=access_denied")]
    public async Task An_answer_arrives_in_the_address(string button, string answer)
    {
        await using var visit = await stage.VisitAsync();
        await visit.BecomeSomebodyAsync();
        await visit.OpenAsync((await App.RegisterAsync(visit)).Request());

        await visit.Page.AnswerAsync(button);

        await visit.Page.SeeAsync("Back in the app");
        Assert.Contains("?" + answer, visit.Page.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("query", "?code=")]
    [InlineData("fragment", "#code=")]
    public async Task An_answer_arrives_where_the_app_wants_it(string mode, string answer)
    {
        await using var visit = await stage.VisitAsync();
        await visit.BecomeSomebodyAsync();
        await visit.OpenAsync((await App.RegisterAsync(visit)).Request(mode: mode));

        await visit.Page.AnswerAsync("Allow");

        await visit.Page.SeeAsync("Back in the app");
        Assert.Contains(answer, visit.Page.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_is_posted_by_itself_or_by_a_button(bool scripts)
    {
        await using var visit = await stage.VisitAsync(scripts);
        await visit.BecomeSomebodyAsync();
        await visit.OpenAsync((await App.RegisterAsync(visit)).Request(mode: "form_post"));
        if (scripts)
        {
            await visit.Page.AnswerAsync("Allow");
        }
        else
        {
            await visit.Page.Button("Allow").ClickAsync();
            await visit.Page.Button("Continue").ClickAsync();
        }

        await visit.Page.SeeAsync("Posted to the app");
        await Expect(visit.Page.GetByText("the-state")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Somebody_else_can_take_over_at_the_question()
    {
        await using var visit = await stage.VisitAsync();
        await visit.BecomeSomebodyAsync();
        await visit.OpenAsync((await App.RegisterAsync(visit)).Request());

        await visit.Page.Button("Not you?").ClickAsync();
        await visit.Page.SeeAsync("Sign in to example.org");
        await visit.Page.Link("Create an account").ClickAsync();
        await visit.RegisterAsync(Person.New());

        await visit.Page.SeeAsync("Let Test app use your account?");
    }
}
