using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts.Notices;
using Portal.Tests.Unit.Identity.Accounts.Recovery;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

/// <summary>Attempts to keep an account that was broken into, and to break in with what is mailed against that (docs/security/alerts.md). Races are in <c>DisputeTests</c>.</summary>
public sealed class TakeoverAttacks : IAsyncLifetime
{
    private const string Own = ARecovery.Address;
    private const string Evil = "mallory@mail.example";
    private PortalFactory _portal = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Account:PasswordRecoveryEnabled"] = "true" });
        await _portal.ArrangeAsync(A.Email(await _portal.PersonAsync("alice"), Own));
        await _portal.SignedInAsync("alice");
        _portal.Clock.Jump(TimeSpan.FromDays(40));
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task A57_Who_changed_address_and_password_is_out_in_one_press_and_cannot_come_back()
    {
        var thief = await TakeOverAsync();
        var owner = _portal.Browser();

        var page = await owner.GetAsync(LinkTo(Own));
        Assert.Contains("belongs to the account again", page.Text, StringComparison.Ordinal);
        await owner.SubmitAsync(page);

        Assert.StartsWith("/login", (await thief.GetAsync("account/")).Location, StringComparison.Ordinal);
        Assert.Null((await thief.SignInAsync("alice", ARecovery.NewPassword)).Location);
        await thief.SubmitAsync(await thief.GetAsync("recover"), ("email", Evil));
        await _portal.DeliverAsync();
        Assert.All(_portal.Mailer.Links, mail => Assert.Equal(Own, mail.Address));
        var form = await owner.GetAsync(_portal.Mailer.Links[^1].Link.PathAndQuery[1..]);
        await owner.SubmitAsync(form, ("new_password", "nine silver spoons under the stairs"));
        Assert.Equal("/account/", (await owner.SignInAsync("alice", "nine silver spoons under the stairs")).Location);
    }

    [Fact]
    public async Task A57_What_is_mailed_to_the_thiefs_address_undoes_nothing()
    {
        await TakeOverAsync();

        Assert.All(_portal.Mailer.Notices.Where(notice => notice.Address == Evil), notice => Assert.Null(notice.TakeBack));
    }

    [Fact]
    public async Task A57_The_first_mail_about_it_is_as_good_as_the_last()
    {
        await TakeOverAsync();
        var first = _portal.Mailer.Notices.First(notice => notice.Kind == NoticeKind.EmailAdded && notice.Address == Own).TakeBack!.PathAndQuery[1..];
        var owner = _portal.Browser();

        await owner.SubmitAsync(await owner.GetAsync(first));

        Assert.Equal([Own], await _portal.ReadAsync(database => database.UserEmails.Select(email => email.Address).ToListAsync()));
        Assert.Equal("This link has already been used", (await owner.GetAsync(LinkTo(Own))).Heading); // one answer to all of them
    }

    [Fact]
    public async Task A36_A_link_to_a_new_password_works_once_whoever_has_it()
    {
        var (owner, thief) = (_portal.Browser(), _portal.Browser());
        await owner.SubmitAsync(await owner.GetAsync("recover"), ("email", Own));
        await _portal.DeliverAsync();
        var link = _portal.Mailer.Links[^1].Link.PathAndQuery[1..];
        var (first, second) = (await owner.GetAsync(link), await thief.GetAsync(link));
        await owner.SubmitAsync(first, ("new_password", ARecovery.NewPassword));

        var refused = await thief.SubmitAsync(second, ("new_password", "nine silver spoons under the stairs"));

        Assert.Equal("This link has already been used", refused.Heading);
        Assert.Equal("/account/", (await owner.SignInAsync("alice", ARecovery.NewPassword)).Location);
    }

    [Fact]
    public async Task A37_The_code_for_a_new_address_goes_to_its_mailbox_and_nowhere_else()
    {
        var browser = await _portal.SignedInAsync("alice");
        var answers = new List<Answer> { await browser.GetAsync("account/emails/add") };
        answers.Add(await browser.SubmitAsync(answers[0], ("email", "new@mail.example")));
        await _portal.DeliverAsync();
        answers.Add(await browser.GetAsync(answers[1].Location!));
        answers.Add(await browser.SubmitAsync(answers[2], ("code", "000000")));

        var sent = _portal.Mailer.Codes[^1];
        Assert.Equal("new@mail.example", sent.Address);
        Assert.All(answers, answer => Assert.DoesNotContain(sent.Code, answer.Text + answer.Location + string.Join('\n', answer.HeaderNames.Select(name => answer[name])), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A63_A_page_with_a_ticket_in_its_address_tells_nobody_of_it(bool takesBack)
    {
        var browser = _portal.Browser();
        await browser.SubmitAsync(await browser.GetAsync("recover"), ("email", Own));
        await _portal.SignedInAsync("alice");
        await _portal.DeliverAsync();
        var page = await browser.GetAsync(takesBack ? LinkTo(Own) : _portal.Mailer.Links[^1].Link.PathAndQuery[1..]);

        Assert.Equal((HttpStatusCode.OK, "no-referrer"), (page.Status, page["Referrer-Policy"]));
        Assert.Contains("no-store", page["Cache-Control"], StringComparison.Ordinal);
        Assert.All(
            page.Document.QuerySelectorAll("script[src], link[rel=stylesheet], img[src], iframe").Select(element => element.GetAttribute("src") ?? element.GetAttribute("href")!),
            address => Assert.StartsWith("/", address, StringComparison.Ordinal));
    }

    /// <summary>Somebody who knows the password makes the account theirs.</summary>
    private async Task<Browser> TakeOverAsync()
    {
        var thief = await _portal.SignedInAsync("alice");
        var code = await thief.SubmitAsync(await thief.GetAsync("account/emails/add"), ("email", Evil));
        await _portal.DeliverAsync();
        await thief.SubmitAsync(await thief.GetAsync(code.Location!), ("code", _portal.Mailer.Codes[^1].Code));
        var own = (await thief.GetAsync("account/emails")).Document.QuerySelector("a[href$='/remove']")!.GetAttribute("href")!; // the oldest
        await thief.SubmitAsync(await thief.GetAsync(own));
        await thief.SubmitAsync(await thief.GetAsync("account/password/change"), ("current_password", A.Password), ("new_password", ARecovery.NewPassword));
        await _portal.DeliverAsync();
        Assert.Equal([Evil], await _portal.ReadAsync(database => database.UserEmails.Select(email => email.Address).ToListAsync()));
        return thief;
    }

    /// <summary>The link of the last mail to that address.</summary>
    private string LinkTo(string address) => _portal.Mailer.Notices.Last(notice => notice.Address == address).TakeBack!.PathAndQuery[1..];
}
