using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Clients;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;
using Portal.Layout;
using Portal.Mail;
using Portal.Texts;

namespace Portal.Gallery;

/// <summary>What a state is drawn with. Nobody of this data exists; addresses are those that documents may use (RFC 2606, RFC 5737, RFC 3849).</summary>
/// <param name="Page">As the page gets it from its endpoint, with <see cref="Person"/> signed in.</param>
/// <param name="MailBrand">As mails get it.</param>
/// <param name="Now">Everything happened a while before.</param>
internal sealed record Sample(PageContext Page, MailBrand MailBrand, DateTimeOffset Now)
{
    public const string Email = "quentin@example.com";
    public const string LongEmail = "maximiliane.konstantinopolitanskaya-featherstonehaugh@correspondence.department-of-unusually-long-names.example.com";
    public const string Phone = "Element X/25.06 (Google Pixel 8; Android 15; Sdk release)";
    public const string Laptop = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
    public const string Tablet = "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
    public const string Desktop = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0";

    /// <summary>Longer than any line, with and without a place to break it.</summary>
    public const string LongName = "Maximiliane Konstantinopolitanskaya-Featherstonehaugh of the Department of Unusually Long Names";
    public const string LongWord = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

    /// <summary>Written from right to left.</summary>
    public const string RightToLeftName = "ليلى الدمشقي";

    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(128);

    public static readonly PasskeyQuestion Question = new("""{"challenge":"bm90aGluZyBpcyBhc2tlZCBoZXJl","rp":{"id":"example.org","name":"Example"},"user":{"id":"cXVlbnRpbg","name":"quentin","displayName":"Quentin Demo"},"pubKeyCredParams":[{"type":"public-key","alg":-7}]}""", "sample");

    public TextSet T => Page.Texts;

    /// <summary>Who is signed in.</summary>
    public SignedInPerson Person { get; } = Named("quentin", "Quentin Demo", Now);

    public SignedInPerson LongPerson { get; } = Named("maximiliane.konstantinopolitanskaya-featherstonehaugh.1987", LongName, Now);

    public SignedInPerson RightToLeftPerson { get; } = Named("layla", RightToLeftName, Now);

    public string UserId => Page.Brand.UserIdOf(Person.Username);

    public static AppIdentity App { get; } = new("Element", "app.element.example", new Uri("https://app.element.example/privacy"), new Uri("https://app.element.example/terms"))
    {
        HomePage = new Uri("https://app.element.example/"),
    };

    /// <summary>It comes back somewhere else than where it says that it lives.</summary>
    public static AppIdentity AppElsewhere { get; } = new("Nordlicht", "nordlicht.example", null, null) { ReturnHost = "login.partner.example" };

    public static AppIdentity LongApp { get; } = new(LongWord + " für " + LongWord, "a-remarkably-long-host-name.of-a-department-somewhere.in-an-organisation.example.com", null, null);

    public static AppIdentity AppWithLogo { get; } = App with { LogoPath = "/favicon.svg" };

    /// <summary>A page on which the same person goes by another name.</summary>
    public PageContext PageOf(SignedInPerson person) => Page with { Person = person };

    public DateTimeOffset Ago(double days = 0, double hours = 0, double minutes = 0) => Now - TimeSpan.FromDays(days) - TimeSpan.FromHours(hours) - TimeSpan.FromMinutes(minutes);

    /// <summary>Always the same for the same number.</summary>
    public static Guid Id(int number) => new($"01900000-0000-7000-8000-{number:x12}");

    public Client Client(string name = "Element", string? home = "https://app.element.example/") =>
        Portal.Identity.Clients.Client.Configure(Id(900), new ConfiguredClient(ClientAuthMethod.None, ["https://app.element.example/callback"], name, home), null, Ago(days: 200));

    public UserEmail EmailOf(string address, double days) =>
        EmailAddress.TryParse(address, out var parsed) ? UserEmail.Confirmed(Person.UserId, parsed, Ago(days)) : throw new ArgumentException("Not an address.", nameof(address));

    public Passkey Passkey(string name, double days, bool isSynced = true, string? provider = "ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4", double? usedDays = 0.1)
    {
        var passkey = Portal.Identity.Accounts.Passkeys.Passkey.Of(
            Person.UserId, new NewPasskey([1], [2], 0, ["internal"], isSynced, isSynced, provider is null ? null : new Guid(provider)), name, Ago(days));
        if (usedDays is { } used)
        {
            passkey.TryUse(new ProvenPasskey(Person.UserId, passkey.CredentialId, 0, isSynced, new PasskeyChallenge("sample", Now)), Ago(used));
        }

        return passkey;
    }

    private static SignedInPerson Named(string username, string name, DateTimeOffset now) => new(Id(1), username, Id(2), now) { DisplayName = name };
}
