using AngleSharp.Html.Dom;
using Portal.Tests.Unit.Support;
using Portal.Theme;
using Xunit;

namespace Portal.Tests.Unit.Theme;

/// <summary>Which way to sign in stands first, as <c>pages.json</c> says.</summary>
public sealed class SignInMethodOrderTests : IDisposable
{
    private const string PasskeyFirst = """{ "methods": ["passkey"] }""";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-theme-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("{}", "Password Passkey")]
    [InlineData("""{ "methods": ["password"] }""", "Password Passkey")]
    [InlineData("""{ "methods": ["passkey"] }""", "Passkey Password")]
    [InlineData("""{ "methods": ["passkey", "password"] }""", "Passkey Password")]
    public void What_is_not_named_stands_behind_what_is(string json, string order)
    {
        var reading = ThemeReader.Read(new MemoryFolder(("pages.json", json)));

        Assert.Empty(reading.Problems);
        Assert.Equal(order, string.Join(' ', reading.Theme.Pages.Methods));
    }

    [Theory]
    [InlineData("""{ "methods": ["passkeys"] }""", "pages.json, methods[0]: there is no such way to sign in; there are password, passkey. Did you mean \"passkey\"?")]
    [InlineData("""{ "methods": ["password", "upstream"] }""", "pages.json, methods[1]: there is no such way to sign in; there are password, passkey.")]
    [InlineData("""{ "methods": ["Passkey"] }""", "pages.json, methods[0]: there is no such way to sign in; there are password, passkey. Did you mean \"passkey\"?")]
    [InlineData("""{ "methods": [5] }""", "pages.json, methods[0]: there is no such way to sign in; there are password, passkey.")]
    [InlineData("""{ "methods": ["passkey", "password", "passkey"] }""", "pages.json, methods[2]: \"passkey\" stands in this list twice.")]
    [InlineData("""{ "methods": [] }""", "pages.json, methods: this is a list of ways to sign in, the first one first: password, passkey.")]
    [InlineData("""{ "methods": "passkey" }""", "pages.json, methods: this is a list of ways to sign in, the first one first: password, passkey.")]
    public void A_way_that_there_is_not_or_that_stands_twice_is_refused(string json, string problem)
    {
        var reading = ThemeReader.Read(new MemoryFolder(("pages.json", json)));

        Assert.Equal(problem, Assert.Single(reading.Problems).ToString());
        Assert.False(reading.IsSound);
    }

    [Fact]
    public async Task A_passkey_that_stands_first_is_the_main_action_above_the_password()
    {
        await using var site = await SiteAsync(PasskeyFirst);

        var page = (await site.Browser().GetAsync("login")).Document;

        var forms = page.QuerySelectorAll("main form").OfType<IHtmlFormElement>().ToList();
        Assert.Equal(["get", null], forms.Select(form => form.GetAttribute("data-passkey")));
        Assert.Equal("main", forms[0].QuerySelector("button")!.GetAttribute("data-kind"));
        Assert.True(forms[0].HasAttribute("data-autofill"));
        Assert.Equal("username webauthn", forms[1].QuerySelector("input[name=username]")!.GetAttribute("autocomplete"));
        Assert.Equal("Or with your password", page.QuerySelector(".or")!.TextContent);
    }

    // What a browser shows that runs no script.
    [Theory]
    [InlineData("login", "Sign in")]
    [InlineData("register/password", "Continue")]
    public async Task Without_scripts_the_form_for_a_password_is_whole_and_nothing_is_said_of_passkeys(string path, string submit)
    {
        await using var site = await SiteAsync(PasskeyFirst);
        var page = (await site.Browser().GetAsync(path)).Document;

        foreach (var hidden in page.QuerySelectorAll("[hidden], noscript"))
        {
            hidden.Remove();
        }

        var main = page.QuerySelector("main")!;
        Assert.DoesNotContain("passkey", main.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(main.QuerySelectorAll(".or"));
        Assert.Equal("main", main.QuerySelectorAll("button[data-kind]").Single(button => button.TextContent.Trim() == submit).GetAttribute("data-kind"));
    }

    [Fact]
    public async Task At_registration_what_is_asked_in_either_case_stands_before_both()
    {
        await using var site = await SiteAsync(PasskeyFirst);

        var form = (await site.Browser().GetAsync("register/password")).Form();

        var names = form.QuerySelectorAll("input[name]:not([type=hidden]), button[name], .or").Select(part => part.GetAttribute("name") ?? part.ClassName).ToList();
        Assert.Equal(["method", "or", "password"], names[names.IndexOf("method")..].Take(3));
        Assert.Contains("username", names[..names.IndexOf("method")]);
        Assert.Single(names, "method");
    }

    // Enter presses the first button of a form, whatever it says.
    [Theory]
    [InlineData("{}")]
    [InlineData(PasskeyFirst)]
    public async Task Enter_in_the_form_of_registration_creates_the_account_with_the_password(string pages)
    {
        await using var site = await SiteAsync(pages);

        var first = (await site.Browser().GetAsync("register/password")).Form().QuerySelector("button[type=submit]")!;

        Assert.Null(first.GetAttribute("name"));
        Assert.False(first.HasAttribute("formnovalidate"));
    }

    [Theory]
    [InlineData("Portal:Passkeys:Enabled")]
    [InlineData("Portal:Passwords:Enabled")]
    public async Task Where_there_is_only_one_way_nothing_stands_before_another(string off)
    {
        await using var site = await SiteAsync(PasskeyFirst, new() { [off] = "false" });

        var page = (await site.Browser().GetAsync("login")).Document;

        Assert.Single(page.QuerySelectorAll("main form"));
        Assert.Empty(page.QuerySelectorAll(".or, .first"));
    }

    private async Task<PortalFactory> SiteAsync(string pages, Dictionary<string, string?>? settings = null)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "pages.json"), pages, TestContext.Current.CancellationToken);
        return await PortalFactory.StartAsync(new Dictionary<string, string?>(settings ?? []) { ["Portal:Theme:Directory"] = _folder.FullName });
    }
}
