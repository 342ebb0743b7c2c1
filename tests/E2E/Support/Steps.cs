using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.E2E.Support;

/// <summary>What people do on the pages, in the words that they see.</summary>
internal static class Steps
{
    private static int _waits;

    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Link(this IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public static ILocator Field(this IPage page, string label) => page.GetByLabel(label, new() { Exact = true });

    /// <summary>What a row of the list of sessions offers for ending it.</summary>
    public static ILocator SignOutLink(this ILocator row) => row.GetByRole(AriaRole.Link, new() { Name = "Sign out" });

    /// <summary>Ends what a row of the list of sessions shows, and says yes.</summary>
    public static async Task SignOutAsync(this ILocator row)
    {
        var page = row.Page;
        await row.SignOutLink().ClickAsync();
        await page.ConfirmButton().ClickAsync();
    }

    /// <summary>The one button of a page that asks whether something shall end.</summary>
    public static ILocator ConfirmButton(this IPage page) => page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button);

    /// <summary>The way to end all other sessions; it says how many they are.</summary>
    public static ILocator EverywhereElse(this IPage page) => page.GetByRole(AriaRole.Link, new() { Name = "Sign out everywhere else" });

    /// <summary>The page with this heading is there.</summary>
    public static Task SeeAsync(this IPage page, string heading) =>
        Expect(page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true, Level = 1 })).ToBeVisibleAsync();

    /// <summary>This text stands somewhere, alone in its element.</summary>
    public static Task SeeTextAsync(this IPage page, string text) => Expect(page.GetByText(text, new() { Exact = true })).ToBeVisibleAsync();

    /// <summary>What was just done is said, with other words around it.</summary>
    public static Task SeeNoticeAsync(this IPage page, string text) => Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync(text);

    /// <summary>Sends a form without the browser's own checks, as a browser does that knows none.</summary>
    public static async Task SendUncheckedAsync(this IPage page, string button)
    {
        await page.EvaluateAsync("() => { for (const form of document.forms) form.noValidate = true; }");
        await page.Button(button).ClickAsync();
    }

    public static Task SignInAsync(this IPage page, Person person) => page.SignInAsync(person.Username, person.Password);

    public static async Task SignInAsync(this IPage page, string username, string password)
    {
        await page.Field("Username").Or(page.Field("Username or email")).FillAsync(username);
        await page.Field("Password").FillAsync(password);
        await page.Button("Sign in").ClickAsync();
    }

    public static async Task FillRegistrationAsync(this IPage page, Person person)
    {
        await page.Field("Username").FillAsync(person.Username);
        await page.Field("Email").FillAsync(person.Email);
        await page.Field("Password").FillAsync(person.Password);
        if (await page.Field("Password again").IsVisibleAsync())
        {
            await page.Field("Password again").FillAsync(person.Password); // asked where no script can show the first
        }

        await page.GetByLabel("I accept the terms").CheckAsync();
    }

    public static async Task EnterCodeAsync(this IPage page, string code)
    {
        await page.Field("Code").FillAsync(code);
        await page.Button("Continue").ClickAsync();
    }

    /// <summary>From the registration form to the end of its steps.</summary>
    public static async Task RegisterAsync(this Visit visit, Person person)
    {
        await visit.Page.FillRegistrationAsync(person);
        await visit.Page.Button("Continue").ClickAsync();
        await visit.Page.SeeAsync("Check your email");
        await visit.Page.EnterCodeAsync(await visit.Portal.Mailbox.CodeAsync(person.Email));
    }

    /// <summary>Adds a passkey to the account of who is signed in; what keeps it.</summary>
    public static async Task<Keeper> AddPasskeyAsync(this Visit visit)
    {
        var keeper = await Keeper.ConnectAsync(visit);
        await visit.OpenAsync("/account/passkeys/add");
        await visit.Page.Button("Create a passkey").ClickAsync();
        await visit.Page.SeeNoticeAsync("Your passkey is ready.");
        return keeper;
    }

    /// <summary>So much time goes by that the person must prove again who they are.</summary>
    public static Task OutliveProofAsync(this Visit visit, Person person) => visit.Portal.Data.ExecuteAsync(
        "UPDATE browser_sessions SET authenticated_at = authenticated_at - 660000000 WHERE user_id = (SELECT id FROM users WHERE user_name = @value)", person.Username); // 11 minutes, in microseconds

    /// <summary>Somebody new, with their account open.</summary>
    public static async Task<Person> BecomeSomebodyAsync(this Visit visit)
    {
        var person = Person.New();
        await visit.OpenAsync("/register");
        await visit.RegisterAsync(person);
        await Expect(visit.Page).ToHaveURLAsync(visit.Portal.Address + "/account/");
        return person;
    }

    /// <summary>Consent takes no answer in its first half second, nor right after its window comes up, against windows that pop up under the pointer: waits until it does.</summary>
    /// <remarks>Asks again and again: a promise that a page on its way out has made may never end. Without scripts nothing waits, and no timer runs.</remarks>
    public static async Task ArmAsync(this IPage page)
    {
        if (await page.EvaluateAsync<bool>("() => matchMedia('(scripting: none)').matches"))
        {
            return;
        }

        await page.BringToFrontAsync(); // one that is behind another has no animation frames
        await page.WaitForFunctionAsync(
            """
            (wait) => {
              const since = window.waits ??= {};
              since[wait] ??= performance.now();
              return performance.now() - since[wait] > 600;
            }
            """,
            Interlocked.Increment(ref _waits),
            new() { PollingInterval = 50 });
    }

    public static async Task AnswerAsync(this IPage page, string button)
    {
        await Expect(page.Button(button)).ToBeVisibleAsync(); // the page before may still be there
        await page.ArmAsync();
        await page.Button(button).ClickAsync();
    }

    /// <summary>The live part of the page has its connection.</summary>
    /// <remarks>Blazor removes the comments that mark where a component starts once it has taken the place over.</remarks>
    public static Task SeeLiveAsync(this IPage page) => page.WaitForFunctionAsync(
        """
        () => {
          const comments = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
          while (comments.nextNode()) if (comments.currentNode.data.startsWith("Blazor:")) return false;
          return true;
        }
        """,
        options: new() { PollingInterval = 50 });

    /// <summary>Sends the page's first form twice at the same moment.</summary>
    /// <returns>The two answers: <c>redirect</c>, or the status.</returns>
    public static Task<string[]> SendTwiceAsync(this IPage page, string? button = null, string? value = null) => page.EvaluateAsync<string[]>(
        """
        async ([name, value]) => {
          const form = document.forms[0];
          const fields = new URLSearchParams(new FormData(form));
          if (name) fields.set(name, value);
          const send = async () => {
            const response = await fetch(form.getAttribute("action"), { method: "POST", body: fields, redirect: "manual" });
            return response.type === "opaqueredirect" ? "redirect" : String(response.status);
          };
          return Promise.all([send(), send()]);
        }
        """,
        new[] { button, value });
}
