using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Notices;
using Portal.Mail;
using Portal.Tests.Unit.Support;
using Portal.Texts;
using Portal.Theme;
using Xunit;

namespace Portal.Tests.Unit.Mail;

public sealed class AccountMailerTests
{
    private static readonly MailBrand Brand = new(
        "example.org", "Run by Example Association, Berlin", new Uri("https://example.org/privacy?a=1&b=2"), new Uri("https://example.org/terms"));

    [Theory]
    [InlineData("en", "482 913 is your code for example.org")]
    [InlineData("de-AT", "482 913 ist dein Code für example.org")]
    [InlineData("ar", "\u2068482 913\u2069 هو رمزك في \u2068example.org\u2069")]
    [InlineData("tlh", "482 913 is your code for example.org")]
    [InlineData("", "482 913 is your code for example.org")]
    public async Task The_subject_holds_the_code(string language, string subject) =>
        Assert.Equal(subject, (await SendAsync(Mail(language: language))).Subject);

    [Fact]
    public async Task The_text_says_it_all()
    {
        var mail = await SendAsync(Mail());

        Assert.Equal(
            $"""
            Hello quentin-demo, type this code on the page that you have open. It works for 10 minutes.

            482 913

            Nobody from example.org will ever ask you for it. If you did not ask for a code, you need not do anything: without it, nothing happens.

            {"-- "}
            You get this because someone, probably you, typed your address on example.org.
            Run by Example Association, Berlin
            Privacy: https://example.org/privacy?a=1&b=2
            Terms: https://example.org/terms

            """.ReplaceLineEndings("\n"),
            mail.Text);
    }

    [Theory]
    [InlineData("en", "en", "ltr", "Your code")]
    [InlineData("de", "de", "ltr", "Dein Code")]
    [InlineData("ar-EG", "ar", "rtl", "رمزك")]
    [InlineData("tlh", "en", "ltr", "Your code")]
    public async Task The_html_is_in_the_receivers_language_and_direction(string language, string shown, string direction, string title)
    {
        var mail = await SendAsync(Mail(language: language));
        var html = Parse(mail.Html);

        Assert.Equal((shown, direction), (html.DocumentElement.GetAttribute("lang"), html.DocumentElement.GetAttribute("dir")));
        Assert.Equal(title, html.QuerySelector("h1")!.TextContent);
        Assert.Equal(shown, mail.Language);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData("ar")]
    [InlineData("ja")]
    public async Task The_html_says_what_the_text_says(string language)
    {
        var mail = await SendAsync(Mail(language: language));
        var body = string.Join(' ', Parse(mail.Html).Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        Assert.All(
            mail.Text.Split('\n').Where(line => line.Length > 0 && line is not "-- " && !line.Contains("https://", StringComparison.Ordinal)),
            line => Assert.Contains(line, body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_code_stands_from_left_to_right_in_a_field_of_its_own()
    {
        var html = Parse((await SendAsync(Mail(language: "ar"))).Html);

        Assert.Equal("482 913", html.QuerySelector("td.field[dir=ltr]")!.TextContent);
    }

    [Fact]
    public async Task The_footer_leads_to_policy_and_terms()
    {
        var html = Parse((await SendAsync(Mail())).Html);

        Assert.Equal(
            [("Privacy", "https://example.org/privacy?a=1&b=2"), ("Terms", "https://example.org/terms")],
            html.Links.OfType<IHtmlAnchorElement>().Select(link => (link.TextContent, link.GetAttribute("href")!)));
        Assert.EndsWith("Run by Example Association, Berlin · Privacy · Terms", html.QuerySelector("td.quiet")!.TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_brand_without_imprint_and_links_has_no_empty_lines_for_them()
    {
        var mail = await SendAsync(Mail(), new MailBrand("example.org"));

        Assert.EndsWith("typed your address on example.org.\n", mail.Text, StringComparison.Ordinal);
        var footer = Parse(mail.Html).QuerySelector("td.quiet")!;
        Assert.Empty(footer.QuerySelectorAll("br, a"));
        Assert.DoesNotContain('·', footer.TextContent);
    }

    [Fact]
    public async Task A_brand_has_its_own_colours_and_logo()
    {
        var colours = MailColours.Default with { Light = MailColours.Default.Light with { Button = "#7d1f2d", OnButton = "#fefefe" }, Dark = MailColours.Default.Dark with { Card = "#010203" } };
        var picture = new MailPicture([1], 120, 60);

        var mail = await SendAsync(mailer => mailer.SendRecoveryLinkAsync(Recovery(), default), Brand with { Colours = colours, Logo = picture });

        var html = Parse(mail.Html);
        Assert.Contains("background:#7d1f2d;color:#fefefe", html.QuerySelector("a.button")!.GetAttribute("style"), StringComparison.Ordinal);
        Assert.Contains(".card { background: #010203 !important; }", mail.Html, StringComparison.Ordinal);
        Assert.Equal(("cid:logo@portal", "56", "28"), html.QuerySelector("img") is { } logo ? (logo.GetAttribute("src"), logo.GetAttribute("width"), logo.GetAttribute("height")) : default);
        Assert.Null(html.QuerySelector(".mark"));
        Assert.Same(picture, mail.Logo);
    }

    [Fact]
    public async Task A_theme_stands_around_the_words_and_takes_none_of_them_away()
    {
        var theme = ThemeReader.Read(new MemoryFolder(
            ("emails/header.html", "<p>Kestrel <strong>College</strong></p>"),
            ("emails/footer.html", "<p lang=\"en\">&lt;b&gt; <a href=\"https://kestrel.example/help?a=1&amp;b=2\">Help</a></p><hr><ul><li>1 High Street</li></ul>"))).Theme;

        var plain = await SendAsync(Mail(language: "ar"));
        var mail = await SendAsync(Mail(language: "ar"), Brand with { Frame = theme.MailFrame });

        var rows = Parse(mail.Html).QuerySelectorAll("table[style*='480px'] > tbody > tr");
        Assert.Equal(5, rows.Length); // name, header, card, reason, footer
        Assert.Equal("<p dir=\"auto\" style=\"margin:0 0 8px\">Kestrel <strong>College</strong></p>", rows[1].QuerySelector("td.ink")!.InnerHtml);
        Assert.Equal(("https://kestrel.example/help?a=1&b=2", "<b> Help"), (rows[4].QuerySelector("a")!.GetAttribute("href"), rows[4].QuerySelector("p[lang=en]")!.TextContent));
        var html = Parse(mail.Html).DocumentElement.OuterHtml;
        Assert.All(Parse(plain.Html).QuerySelectorAll("h1, td.card, td.field, td.quiet"), part => Assert.Contains(part.OuterHtml, html, StringComparison.Ordinal));
        Assert.Equal(plain.Text + "\n<b> Help <https://kestrel.example/help?a=1&b=2>\n- 1 High Street\n", mail.Text);
    }

    [Fact]
    public async Task What_others_chose_is_text_and_not_markup()
    {
        const string evil = "<img src=x onerror=alert(1)>\"'&";

        var mail = await SendAsync(Mail(code: evil), new MailBrand(evil, evil, new Uri("https://example.org/\"><b>")));

        var html = Parse(mail.Html);
        Assert.Empty(html.QuerySelectorAll("img, b"));
        Assert.Equal(evil, html.QuerySelector("bdi")!.TextContent);
        Assert.Equal(evil, html.QuerySelector("td.field")!.TextContent);
    }

    [Theory]
    [InlineData("evil.example/win")]
    [InlineData("evil.example")]
    [InlineData("call+491234")]
    [InlineData("<b>")]
    [InlineData("")]
    public async Task A_username_that_could_become_a_link_is_not_greeted(string username)
    {
        var mail = await SendAsync(Mail(username: username));

        Assert.StartsWith("Hello, type this code", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", 30, "a minute.")]
    [InlineData("en", 60, "a minute.")]
    [InlineData("en", 114, "a minute.")]
    [InlineData("en", 120, "2 minutes.")]
    [InlineData("de", 594, "9 Minuten.")]
    [InlineData("de", 599, "10 Minuten.")] // what is left of ten minutes once the mail is written
    public async Task Says_how_long_the_code_works_to_a_few_seconds(string language, int seconds, string text)
    {
        var mail = await SendAsync(Mail(language: language, lifetime: TimeSpan.FromSeconds(seconds)));

        Assert.EndsWith(text, mail.Text.Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comes_from_the_configured_sender_to_the_address_under_the_username()
    {
        var mail = await SendAsync(Mail());

        Assert.Equal(("Example", "accounts@example.org"), (mail.From.Name, mail.From.Address));
        Assert.Equal("help@example.org", mail.ReplyTo!.Address);
        Assert.Equal(("quentin-demo", "quentin@example.com"), (mail.To.Name, mail.To.Address));
        Assert.Equal(AMail.Id, mail.MessageId);
    }

    [Theory]
    [InlineData("quentin@example.com\r\nBcc: jim@example.com", "quentin")]
    [InlineData("quentin@example.com", "quentin\r\nBcc: jim@example.com")]
    [InlineData("quentin", "quentin")]
    public async Task Refuses_for_ever_what_is_no_address(string address, string username)
    {
        var mail = Mail(address: address, username: username);

        var refusal = await Assert.ThrowsAsync<MailRefusedException>(() => SendAsync(mail));

        Assert.True(refusal.IsPermanent);
        Assert.DoesNotContain("quentin", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prints_neither_address_nor_code()
    {
        var printed = Mail().ToString();

        Assert.DoesNotContain("482913", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("quentin", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NoticeKind.PasswordChanged, null, "Your password was changed · example.org", "The password of @quentin:example.org was changed. If you did this, there is nothing else to do.")]
    [InlineData(NoticeKind.EmailAdded, "new@example.com", "An address was added · example.org", "new@example.com was added to your account @quentin:example.org. If you did this, there is nothing else to do.")]
    [InlineData(NoticeKind.AccountDeactivated, "2026-03-09", "Your account was deleted · example.org", "You asked us to delete @quentin:example.org. You can still change your mind until Monday 9 March 2026: sign in before then.")]
    [InlineData(NoticeKind.AccessTokenMade, "bot", "An access token was made · example.org", "Whoever has it can act as @quentin:example.org without signing in. If you made it, there is nothing else to do.")]
    [InlineData(NoticeKind.AccessTokenEnded, "bot", "An access token was ended · example.org", "An access token of @quentin:example.org does not work any more. If you ended it, there is nothing else to do.")]
    [InlineData(NoticeKind.AppPasswordMade, "app", "An app password was made · example.org", "Whoever has it can sign in an app as @quentin:example.org. If you made it, there is nothing else to do.")]
    [InlineData(NoticeKind.AppPasswordEnded, "app", "An app password was ended · example.org", "An app password of @quentin:example.org does not work any more. If you ended it, there is nothing else to do.")]
    public async Task A_notice_says_what_happened(NoticeKind kind, string? detail, string subject, string lead)
    {
        var mail = await SendAsync(mailer => mailer.SendNoticeAsync(Notice(kind, detail), default));

        Assert.Equal(subject, mail.Subject);
        Assert.StartsWith(lead + "\n\n", mail.Text, StringComparison.Ordinal);
        Assert.Equal(lead, Parse(mail.Html).QuerySelector("h1 + p")!.TextContent);
    }

    [Fact]
    public async Task A_notice_says_when_and_from_where_and_how_to_take_the_account_back()
    {
        var recovery = new Uri("https://account.example.org/recover");

        var mail = await SendAsync(mailer => mailer.SendNoticeAsync(Notice(NoticeKind.PasswordChanged, null), default), recovery: recovery);

        Assert.Contains(
            """
            When: Monday 2 March 2026, 09:30 UTC
            Device: Firefox on Linux
            Address: 203.0.113.7

            This was not you?
            Set a new password at once, and sign out every device that you do not know.
            https://account.example.org/recover
            """.ReplaceLineEndings("\n"),
            mail.Text,
            StringComparison.Ordinal);
        Assert.Equal(recovery.AbsoluteUri, Parse(mail.Html).QuerySelector("a.button")!.GetAttribute("href"));
    }

    [Fact]
    public async Task What_a_person_calls_a_thing_stands_in_a_line_of_its_own()
    {
        var mail = await SendAsync(mailer => mailer.SendNoticeAsync(Notice(NoticeKind.AccessTokenMade, "Your account is closed. Call us"), default));

        Assert.Contains("\n\nName: Your account is closed. Call us\nWhen: Monday 2 March 2026, 09:30 UTC\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains(Parse(mail.Html).QuerySelectorAll("bdi"), name => name.TextContent == "Your account is closed. Call us");
    }

    [Fact]
    public async Task Without_recovery_a_notice_says_whom_to_write_to()
    {
        var mail = await SendAsync(mailer => mailer.SendNoticeAsync(Notice(NoticeKind.PasswordChanged, null), default));

        Assert.Contains("Write to the people who run example.org at once.", mail.Text, StringComparison.Ordinal);
        Assert.Null(Parse(mail.Html).QuerySelector("a.button"));
    }

    [Fact]
    public async Task Of_an_account_that_is_gone_for_good_no_link_promises_anything()
    {
        var notice = Notice(NoticeKind.AccountDeactivated, null) with { TakeBack = new Uri("https://auth.example/account/not-me?ticket=abc") };

        var mail = await SendAsync(mailer => mailer.SendNoticeAsync(notice, default), recovery: new Uri("https://auth.example/recover"));

        Assert.Contains("You asked us to delete @quentin:example.org. It is gone for good.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Write to the people who run example.org at once.", mail.Text, StringComparison.Ordinal);
        Assert.Null(Parse(mail.Html).QuerySelector("a.button"));
    }

    [Fact]
    public async Task What_a_notice_tells_of_is_text_and_not_markup()
    {
        const string evil = "<img src=x onerror=alert(1)>\"'&";

        var mail = await SendAsync(mailer => mailer.SendNoticeAsync(Notice(NoticeKind.EmailAdded, evil) with { UserAgent = evil, IpAddress = evil }, default));

        Assert.Empty(Parse(mail.Html).QuerySelectorAll("img"));
    }

    [Theory]
    [InlineData(NoticeKind.NewBrowser, "This was not me")]
    [InlineData(NoticeKind.EmailRemoved, "Undo this")]
    public async Task A_notice_that_can_take_the_account_back_has_that_link_and_no_other(NoticeKind kind, string text)
    {
        var link = new Uri("https://auth.example/account/not-me?ticket=abc");
        var notice = Notice(kind, "old@example.com") with { TakeBack = link };

        var mail = await SendAsync(mailer => mailer.SendNoticeAsync(notice, default), new MailBrand("example.org"), new Uri("https://auth.example/recover"));

        Assert.Equal((text, link.AbsoluteUri), Parse(mail.Html).QuerySelector("a") is { } button ? (button.TextContent, button.GetAttribute("href")!) : default);
        Assert.Single(Parse(mail.Html).QuerySelectorAll("a"));
        Assert.Contains("for 7 days. Do not pass it on.\nhttps://auth.example/account/not-me?ticket=abc\n", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", notice.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mail_with_a_link_says_what_it_does_and_how_long()
    {
        var mail = await SendAsync(mailer => mailer.SendRecoveryLinkAsync(Recovery(), default), new MailBrand("example.org"));

        Assert.Equal("Set a new password for @quentin:example.org", mail.Subject);
        Assert.Equal(
            $"""
            Someone, probably you, asked for a new password for @quentin:example.org on example.org. This link works once, for 10 minutes.

            https://auth.example/account/password/recovery?ticket=abc

            If it was not you, you need not do anything: your password stays as it is. Do not pass this link on.

            {"-- "}
            You get this because your address belongs to an account on example.org.

            """.ReplaceLineEndings("\n"),
            mail.Text);
        var html = Parse(mail.Html);
        Assert.Equal("https://auth.example/account/password/recovery?ticket=abc", html.QuerySelector("a.button")!.GetAttribute("href"));
        Assert.Equal("https://auth.example/account/password/recovery?ticket=abc", html.QuerySelector("p[dir=ltr]")!.TextContent);
        Assert.Equal(("quentin", "quentin@example.com"), (mail.To.Name, mail.To.Address));
    }

    [Fact]
    public void The_mail_with_a_link_prints_neither_address_nor_link()
    {
        Assert.DoesNotContain("quentin", Recovery().ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("abc", Recovery().ToString(), StringComparison.Ordinal);
    }

    private static RecoveryLinkMail Recovery() => new(
        "quentin@example.com", "quentin", "@quentin:example.org", new Uri("https://auth.example/account/password/recovery?ticket=abc"), TimeSpan.FromMinutes(10), "en", AMail.Id);

    private static NoticeMail Notice(NoticeKind kind, string? detail) => new(
        "quentin@example.com",
        "quentin",
        "@quentin:example.org",
        kind,
        detail,
        new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero),
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "203.0.113.7",
        "en",
        AMail.Id);

    private static VerificationCodeMail Mail(
        string address = "quentin@example.com",
        string username = "quentin-demo",
        string code = "482913",
        TimeSpan? lifetime = null,
        string language = "en") =>
        new(address, username, code, lifetime ?? TimeSpan.FromMinutes(10), language, AMail.Id);

    private static Task<MimeMessage> SendAsync(VerificationCodeMail mail, MailBrand? brand = null) =>
        SendAsync(mailer => mailer.SendVerificationCodeAsync(mail, default), brand);

    private static async Task<MimeMessage> SendAsync(Func<IAccountMailer, Task> send, MailBrand? brand = null, Uri? recovery = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Portal:Email:Transport"] = "Inbox",
            ["Portal:Email:From"] = "Example <accounts@example.org>",
            ["Portal:Email:ReplyTo"] = "help@example.org",
        });
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration.Build())
            .AddSingleton(brand ?? Brand)
            .AddSingleton(new MailLinks(recovery))
            .AddSingleton(new TextCatalog())
            .AddPortalMail()
            .BuildServiceProvider(validateScopes: true);
        await using var scope = services.CreateAsyncScope();

        await send(scope.ServiceProvider.GetRequiredService<IAccountMailer>());

        return Assert.Single(services.GetRequiredService<InboxTransport>().Mails).Message;
    }

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);
}
