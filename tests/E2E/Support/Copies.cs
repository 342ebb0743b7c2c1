namespace Portal.Tests.E2E.Support;

/// <summary>
/// People for screens: whoever only has to be there is a copy of the first who came to be there in earnest, at the same installation. Registering takes
/// a page, a mail, and a code; letting three apps in takes three questions that arm slowly on purpose. A screen is about neither.
/// </summary>
/// <remarks>On SQLite, as every screen is. What they do from then on, they do in earnest.</remarks>
internal static class Copies
{
    /// <summary>Somebody new who has just signed in, with their account open. One of their tries of a password is used.</summary>
    public static async Task<Person> BeSomebodyAsync(this Visit visit)
    {
        var data = visit.Portal.Data;
        if (visit.Portal.First is not { } first)
        {
            first = visit.Portal.First = Person.New();
            await using var earlier = await visit.Stage.VisitAsync(visit.Portal);
            await earlier.OpenAsync("/register");
            await earlier.RegisterAsync(first);
            await earlier.Page.SeeAsync(first.Username);
        }

        var person = Person.New();
        await data.CopyAsync("users", "user_name = @value", first.Username, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = "RANDOMBLOB(16)",
            ["user_name"] = $"'{person.Username}'",
            ["normalized_user_name"] = $"'{person.Username.ToUpperInvariant()}'",
        });
        await data.CopyAsync("user_emails", $"user_id = {IdOf(first)}", "", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = "RANDOMBLOB(16)",
            ["user_id"] = IdOf(person),
            ["address"] = $"'{person.Email}'",
            ["normalized_address"] = $"'{person.Email}'",
        });
        await visit.OpenAsync("/login");
        await visit.Page.SignInAsync(person);
        await visit.Page.SeeAsync(person.Username);
        return person;
    }

    /// <summary>Three apps that the person has let in.</summary>
    public static async Task UseManyDevicesAsync(this Visit visit, Person person)
    {
        if (visit.Portal.FirstWithDevices is not { } first)
        {
            await using var earlier = await visit.Stage.VisitAsync(visit.Portal);
            first = await earlier.BeSomebodyAsync();
            var element = await App.RegisterAsync(earlier, "Element");
            await element.SignInAsync("Element X/25.06 (Google Pixel 8; Android 15; Sdk release)");
            await element.SignInAsync("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Element/1.11.9 Chrome/126.0 Electron/31.0 Safari/537.36");
            var fluffy = await App.RegisterAsync(earlier, "An app with a rather long name that has to wrap somewhere");
            await fluffy.SignInAsync("FluffyChat/2.0 (iPhone; iOS 18.1)");
            visit.Portal.FirstWithDevices = first;
        }

        await visit.Portal.Data.CopyAsync("oauth_sessions", $"user_id = {IdOf(first)}", "", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = "RANDOMBLOB(16)",
            ["user_id"] = IdOf(person),
            ["browser_session_id"] = $"(SELECT id FROM browser_sessions WHERE user_id = {IdOf(person)})",
        });
    }

    private static string IdOf(Person person) => $"(SELECT id FROM users WHERE user_name = '{person.Username}')";
}
