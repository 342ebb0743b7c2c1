using Portal.Tests.E2E.Support;
using Xunit;

namespace Portal.Tests.E2E.Attacks;

/// <summary>Whatever is typed wrongly, no mail says that something happened which did not.</summary>
public sealed class NoMailForNothingTests(Stage stage)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.PostgreSql)]
    public async Task Bad_input_sends_nothing(Engine engine)
    {
        await using var portal = await PortalServer.StartAsync(engine, new KeyValuePair<string, string>("Portal:RateLimiting:Registration:Burst", "2"));
        await using var visit = await stage.VisitAsync(portal);
        var (page, person, late) = (visit.Page, Person.New(), Person.New());

        await RegisterWronglyAsync(visit, person with { Email = "quentin@" }, "One thing is missing or not right yet.");
        await RegisterWronglyAsync(visit, new Person("no spaces") { Email = person.Email }, "One thing is missing or not right yet.");
        await visit.OpenAsync("/register");
        await page.FillRegistrationAsync(person);
        await page.Field("Password").FillAsync("password");
        await page.SendUncheckedAsync("Continue");
        await page.SeeTextAsync("One thing is missing or not right yet.");
        await SeeMailsAsync(portal);

        await visit.OpenAsync("/register");
        await page.FillRegistrationAsync(person);
        await page.Button("Continue").ClickAsync();
        await page.SeeAsync("Check your email");
        var code = await portal.Mailbox.CodeAsync(person.Email);
        await page.SendUncheckedAsync("Continue");
        await page.SeeTextAsync("Enter the six digits that we sent.");
        await page.EnterCodeAsync(code is "000 000" ? "111111" : "000000");
        await page.SeeTextAsync("This code is not the one we sent. Check the last digits, or ask for a new one.");
        await SeeMailsAsync(portal, person.Email);

        await page.EnterCodeAsync(code);
        await page.SeeAsync(person.Username);
        await page.Button("Sign out").ClickAsync();
        await page.SignInAsync(person.Username, "not the password");
        await page.SeeTextAsync("That username and password do not match.");
        await RegisterWronglyAsync(visit, person with { Email = "somebody-else@example.com" }, "One thing is missing or not right yet.");
        await visit.OpenAsync("/register");
        await page.FillRegistrationAsync(late);
        await page.Button("Continue").ClickAsync();
        await page.SeeAsync("Check your email");
        await RegisterWronglyAsync(visit, Person.New(), "Too many new accounts from here for now.");

        await SeeMailsAsync(portal, person.Email, late.Email);
        Assert.Equal(1, await portal.Data.CountAsync("users"));
        Assert.Equal(2, await portal.Data.CountAsync("user_registrations"));
    }

    private static async Task RegisterWronglyAsync(Visit visit, Person person, string answer)
    {
        await visit.OpenAsync("/register");
        await visit.Page.FillRegistrationAsync(person);
        await visit.Page.SendUncheckedAsync("Continue");
        await visit.Page.SeeTextAsync(answer);
    }

    private static async Task SeeMailsAsync(PortalServer portal, params string[] addresses)
    {
        await portal.SeeAllMailedAsync();
        Assert.Equal(addresses, (await portal.Mailbox.AllAsync()).Select(mail => mail.Address));
        Assert.Equal(addresses.Length, portal.Mailbox.Count);
    }
}
