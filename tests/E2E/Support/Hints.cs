using Microsoft.Playwright;
using Xunit;

namespace Portal.Tests.E2E.Support;

/// <summary>What password managers and keyboards go by, read from the browser's own form model: what it does not understand it leaves empty.</summary>
internal static class Hints
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["username"] = ["username", "username webauthn"], // on the page that signs in, passkeys too
        ["email"] = ["email"],
        ["password"] = ["current-password"],
        ["current_password"] = ["current-password"],
        ["new_password"] = ["new-password"],
        ["new_password_again"] = ["new-password"],
        ["password_confirm"] = ["new-password"],
        ["code"] = ["one-time-code", "off"], // those of a mail or an app; those of another device or from paper
        ["display_name"] = ["name"],
        ["name"] = ["off"],
        ["mxid"] = ["off"],
        ["token"] = ["off"],
        ["q"] = ["off"],
    };

    /// <summary>Every field of the page says what belongs into it, and no form asks for a password without saying whose.</summary>
    public static async Task SeeRightHintsAsync(this IPage page)
    {
        var fields = await page.EvaluateAsync<string[]>(
            """
            () => [...document.forms].flatMap((form) => [...form.elements]
              .filter((field) => field.matches("input:not([type=hidden], [type=checkbox], [type=radio], [type=submit], [type=file])"))
              .map((field) => `${field.name}|${field.autocomplete}|${field.type}`))
            """);
        Assert.All(fields, field => Assert.True(field.Split('|') is [var name, var hint, var type] && IsRight(page.Url, name, hint, type), $"{page.Url}: {field}"));
        Assert.Equal(0, await page.EvaluateAsync<int>(
            """
            () => [...document.forms].filter((form) => [...form.elements].some((field) => field.type === "password")
              && ![...form.elements].some((field) => field.autocomplete?.startsWith("username"))).length
            """));
    }

    // What has a full stop in its name is a design token, in the gallery.
    private static bool IsRight(string page, string name, string hint, string type) =>
        name.Contains('.', StringComparison.Ordinal) ? (hint, type) == ("off", "text") : Known.TryGetValue(name, out var known)
        && (name == "password" && new Uri(page).AbsolutePath.StartsWith("/register", StringComparison.Ordinal) ? hint == "new-password" : known.Contains(hint))
        && (type == "password") == name.Contains("password", StringComparison.Ordinal);
}
