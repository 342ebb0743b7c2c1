using Microsoft.Playwright;
using Portal.Tests.E2E.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.E2E.Attacks;

/// <summary>The process is killed at every post of the main job and started again on its data: what was answered holds, every mail comes, and one can go on.</summary>
public sealed class KilledServerTests(Stage stage)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>When the process dies: once the request has left the browser, or once the answer has begun to arrive.</summary>
    public enum Moment
    {
        Asked,
        Answered,
    }

    [Theory]
    [InlineData(Engine.Sqlite, Moment.Asked)]
    [InlineData(Engine.Sqlite, Moment.Answered)]
    [InlineData(Engine.PostgreSql, Moment.Asked)]
    [InlineData(Engine.PostgreSql, Moment.Answered)]
    public async Task Nothing_is_lost_and_nothing_happens_twice(Engine engine, Moment moment)
    {
        await using var portal = await PortalServer.StartAsync(engine);
        await using var visit = await stage.VisitAsync(portal);
        visit.TolerateOutage();
        var person = Person.New();

        await AskForAccountAsync(visit);
        await RegisterAsync(visit, person, moment);
        await EnterCodeAsync(visit, person, moment);
        await AllowAsync(visit, moment);
        await ExchangeAsync(visit, moment);
        await RefreshAsync(visit, moment);
        await SignOutAsync(visit, moment);
        await SeeOnlyRightMailsAsync(portal, person);
        Assert.Equal(1, await portal.Data.CountAsync("users"));
        Assert.Equal(1, await portal.Data.CountAsync("user_emails"));

        await using var later = await stage.VisitAsync(portal);
        await later.OpenAsync("/login");
        await later.Page.SignInAsync(person);
        await later.Page.SeeAsync(person.Username);
        await Expect(later.Page.GetByText(person.Email)).ToHaveCountAsync(1);
    }

    private async Task AskForAccountAsync(Visit visit)
    {
        await visit.Page.GotoAsync(stage.Client.For(visit.Portal));
        await visit.Page.Field("Prompt").FillAsync("create");
        await visit.Page.Button("Sign in").ClickAsync();
        await visit.Page.SeeAsync("Create your account");
    }

    private static async Task RegisterAsync(Visit visit, Person person, Moment moment)
    {
        await visit.Page.FillRegistrationAsync(person);
        await KillAtPostAsync(visit, "/register/password", moment, () => visit.Page.Button("Continue").ClickAsync());
        await SeeOnlyRightMailsAsync(visit.Portal, person);
        await ReloadAsync(visit.Page); // as people do; without an answer, the browser sends the form again
        await visit.Page.SeeAsync("Check your email");
    }

    private static async Task EnterCodeAsync(Visit visit, Person person, Moment moment)
    {
        await visit.Page.Field("Code").FillAsync(await visit.Portal.Mailbox.CodeAsync(person.Email));
        await KillAtPostAsync(visit, "/verify-email", moment, () => visit.Page.Button("Continue").ClickAsync());
        await SeeOnlyRightMailsAsync(visit.Portal, person);
        await ReloadAsync(visit.Page);
        var consent = visit.Page.Button("Allow");
        await Expect(consent.Or(visit.Page.Button("Send a new code"))).ToBeVisibleAsync();

        // If the first form was sent twice, two registrations wait, and the first mail may be the other one's.
        if (!await consent.IsVisibleAsync())
        {
            await visit.Page.EnterCodeAsync(await visit.Portal.Mailbox.CodeAsync(person.Email, 2));
        }

        await visit.Page.SeeAsync("Let Test app use your account?");
    }

    private async Task AllowAsync(Visit visit, Moment moment)
    {
        await KillAtPostAsync(visit, "/consent/", moment, () => visit.Page.AnswerAsync("Allow"));

        // The answer was lost, or the app could not redeem it: one goes back to the app, and is not asked to sign in.
        await visit.Page.GotoAsync(stage.Client.For(visit.Portal));
        await visit.Page.Button("Sign in").ClickAsync();
        await visit.Page.SeeAsync("Let Test app use your account?");
    }

    private async Task ExchangeAsync(Visit visit, Moment moment)
    {
        await KillAtPostAsync(visit, "/oauth2/token", moment, () => visit.Page.AnswerAsync("Allow"));
        await Expect(visit.Page.Field("Status")).Not.ToHaveTextAsync("");
        if (await visit.Page.Field("Status").InnerTextAsync() != "Signed in")
        {
            await visit.Page.GotoAsync(stage.Client.For(visit.Portal));
            await visit.Page.Button("Sign in").ClickAsync();
            await visit.Page.SeeAsync("Let Test app use your account?");
            await visit.Page.AnswerAsync("Allow");
        }

        await Expect(visit.Page.Field("Status")).ToHaveTextAsync("Signed in");
        Assert.Contains("\"active\":true", await stage.IntrospectAsync(visit.Portal, await TokenAsync(visit)));
    }

    /// <summary>Whether or not the answer came, the app can refresh again with what it has.</summary>
    private async Task RefreshAsync(Visit visit, Moment moment)
    {
        await KillAtPostAsync(visit, "/oauth2/token", moment, () => visit.Page.Button("Refresh").ClickAsync());
        await Expect(visit.Page.Field("Status")).Not.ToHaveTextAsync("Refreshing");
        await visit.Page.Button("Refresh").ClickAsync();
        await Expect(visit.Page.Field("Status")).ToHaveTextAsync("Refreshed");
        Assert.Contains("\"active\":true", await stage.IntrospectAsync(visit.Portal, await TokenAsync(visit)));
    }

    private async Task SignOutAsync(Visit visit, Moment moment)
    {
        var token = await TokenAsync(visit);
        await visit.OpenAsync("/account/sessions");
        var signOut = visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Test app" }).SignOutLink();
        while (await signOut.CountAsync() is var left and > 0) // a lost exchange leaves a session that nobody has the tokens of
        {
            await signOut.First.ClickAsync();
            await KillAtPostAsync(visit, "/sessions/end", moment, () => visit.Page.ConfirmButton().ClickAsync());
            await ReloadAsync(visit.Page);
            await visit.OpenAsync("/account/sessions");
            await Expect(signOut).ToHaveCountAsync(left - 1);
        }

        Assert.Equal("""{"active":false}""", await stage.IntrospectAsync(visit.Portal, token));
    }

    /// <summary>A mail for each code that was made, to the person alone, and none for what did not happen.</summary>
    private static async Task SeeOnlyRightMailsAsync(PortalServer portal, Person person)
    {
        await portal.SeeAllMailedAsync();
        var mails = await portal.Mailbox.AllAsync();
        Assert.All(mails, mail => Assert.Equal(person.Email, mail.Address));
        Assert.Equal(await portal.Data.CountAsync("email_verification_codes"), mails.Count);
        Assert.Equal(await portal.Data.CountAsync("user_registrations"), mails.Count);
    }

    /// <summary>What was under way when the server died may come to its end only now (the form's answer, then the page that it leads to), and take the reload with it: one presses again.</summary>
    private static async Task ReloadAsync(IPage page)
    {
        const int Steps = 4;
        for (var step = 1; ; step++)
        {
            try
            {
                await page.ReloadAsync();
                return;
            }
            catch (PlaywrightException exception) when (step < Steps && exception.Message.Contains("ERR_ABORTED", StringComparison.Ordinal))
            {
                // Each press outlives one of them.
            }
        }
    }

    private static Task<string> TokenAsync(Visit visit) => visit.Page.Field("Access token").InnerTextAsync();

    private static async Task KillAtPostAsync(Visit visit, string path, Moment moment, Func<Task> act)
    {
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Watch(IRequest request)
        {
            if (request.Method == "POST" && request.Url.Contains(path, StringComparison.Ordinal))
            {
                visit.Portal.Kill();
                killed.TrySetResult();
            }
        }

        void Asked(object? sender, IRequest request) => Watch(request);
        void Answered(object? sender, IResponse response) => Watch(response.Request);
        if (moment == Moment.Asked)
        {
            visit.Context.Request += Asked;
        }
        else
        {
            visit.Context.Response += Answered;
        }

        await act();
        await killed.Task.WaitAsync(Patience);
        visit.Context.Request -= Asked;
        visit.Context.Response -= Answered;
        await visit.Portal.PassLeasesAsync();
        await visit.Portal.StartAsync();
    }
}
