using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Accounts.Recovery;
using Portal.Identity.Authorizations;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Recovery;

public abstract class RecoveryTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly PortalUser _alice = A.User(passwordHash: A.PasswordHash);

    private ARecovery _recovery = null!;

    protected override Dictionary<string, string?> Settings => ARecovery.Open;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _recovery = new ARecovery(Host);
        await Host.ArrangeAsync(_alice, A.Email(_alice, ARecovery.Address));
    }

    [Fact]
    public async Task A_link_leads_to_a_new_password_and_to_nothing_else()
    {
        var ticket = await _recovery.TicketAsync();
        await Host.ArrangeAsync(A.BrowserSession(_alice));

        var saved = Assert.IsType<ResetPasswordOutcome.Saved>(await _recovery.ResetAsync(ticket, endSessions: false));

        Assert.Equal("alice", saved.Username);
        Assert.IsType<SignInOutcome.Refused>(await SignInAsync(A.Password));
        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync(ARecovery.NewPassword));
        Assert.Equal(2, await Host.ReadAsync(database => database.BrowserSessions.CountAsync(session => session.FinishedAt == null))); // the old one, and the one of just now
    }

    [Fact]
    public async Task The_mail_goes_to_the_address_as_its_owner_proved_it_and_names_the_account()
    {
        await _recovery.StartAsync("ALICE@Mail.Example");
        await Host.DeliverAsync();

        var mail = Assert.Single(Host.Mailer.Links);
        Assert.Equal((ARecovery.Address, "alice", "@alice:example.org", TimeSpan.FromMinutes(10)), (mail.Address, mail.Username, mail.Account, mail.Lifetime));
        Assert.StartsWith("https://auth.example/account/password/recovery?ticket=", mail.Link.AbsoluteUri, StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z0-9]{32}$", ARecovery.TicketOf(mail));
    }

    [Fact]
    public async Task Each_account_that_has_the_address_gets_a_mail_of_its_own()
    {
        var bob = A.User("bob", A.PasswordHash);
        await Host.ArrangeAsync(bob, A.Email(bob, "Alice@mail.example"));
        await _recovery.StartAsync();

        var tickets = await _recovery.TicketsAsync();

        Assert.Equal(["alice", "bob"], Host.Mailer.Links.Select(mail => mail.Username).Order());
        Assert.Equal(2, tickets.Distinct().Count());
    }

    [Fact]
    public async Task Line_29_Using_one_ticket_uses_up_the_whole_request()
    {
        var bob = A.User("bob", A.PasswordHash);
        await Host.ArrangeAsync(bob, A.Email(bob, ARecovery.Address));
        var request = await _recovery.StartAsync();
        await _recovery.ResendAsync(request);
        var tickets = await _recovery.TicketsAsync();
        Assert.Equal(4, tickets.Count);

        Assert.IsType<ResetPasswordOutcome.Saved>(await _recovery.ResetAsync(tickets[0]));

        foreach (var ticket in tickets)
        {
            Assert.IsType<RecoveryLink.Used>(await _recovery.OpenAsync(ticket));
            Assert.IsType<RecoveryLink.Used>(Assert.IsType<ResetPasswordOutcome.Refused>(await _recovery.ResetAsync(ticket, "another password of nine words or so")).Link);
        }

        Assert.IsType<RecoveryRequestOutcome.Used>(await _recovery.ResendAsync(request));
    }

    [Fact]
    public async Task Line_29_A_link_works_for_ten_minutes_from_when_its_mail_was_first_tried()
    {
        await _recovery.StartAsync();
        Clock.Advance(TimeSpan.FromHours(2)); // while the mail server was away
        var ticket = (await _recovery.TicketsAsync())[0];

        Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.IsType<RecoveryLink.Ready>(await _recovery.OpenAsync(ticket));
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        var expired = Assert.IsType<RecoveryLink.Expired>(await _recovery.OpenAsync(ticket));
        Assert.Equal(ARecovery.Address, expired.Email);
        Assert.IsType<ResetPasswordOutcome.Refused>(await _recovery.ResetAsync(ticket));
        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync(A.Password));
    }

    [Fact]
    public async Task Line_29_Used_wins_over_expired()
    {
        var ticket = await _recovery.TicketAsync();
        await _recovery.ResetAsync(ticket);

        Clock.Advance(TimeSpan.FromHours(1));

        Assert.IsType<RecoveryLink.Used>(await _recovery.OpenAsync(ticket));
    }

    [Fact]
    public async Task Earlier_links_keep_working_when_another_one_is_sent()
    {
        var request = await _recovery.StartAsync();
        await _recovery.TicketsAsync();
        Assert.IsType<RecoveryRequestOutcome.Sent>(await _recovery.ResendAsync(request));
        var tickets = await _recovery.TicketsAsync();

        Assert.Equal(2, tickets.Distinct().Count());
        foreach (var ticket in tickets)
        {
            Assert.IsType<RecoveryLink.Ready>(await _recovery.OpenAsync(ticket));
        }

        Assert.IsType<ResetPasswordOutcome.Saved>(await _recovery.ResetAsync(tickets[0]));
    }

    [Fact]
    public async Task An_account_that_can_be_had_back_can_have_a_new_password_and_stays_deleted_until_its_owner_signs_in()
    {
        var ticket = await _recovery.TicketAsync();
        await ChangeAsync(user => user.RequestDeletion(erase: false, TimeSpan.FromDays(7), Clock.GetUtcNow()));

        Assert.IsType<ResetPasswordOutcome.Saved>(await _recovery.ResetAsync(ticket));

        Assert.NotNull(await Host.ReadAsync(database => database.Users.Select(user => user.DeactivatedAt).SingleAsync()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Line_30_A_locked_and_a_deleted_account_keep_their_password(bool deleted)
    {
        var ticket = await _recovery.TicketAsync();
        await ChangeAsync(user =>
        {
            if (deleted)
            {
                user.Deactivate(Clock.GetUtcNow());
            }
            else
            {
                user.Lock(Clock.GetUtcNow());
            }
        });

        var refused = Assert.IsType<ResetPasswordOutcome.Refused>(await _recovery.ResetAsync(ticket));

        Assert.IsType(deleted ? typeof(RecoveryLink.Deactivated) : typeof(RecoveryLink.Locked), refused.Link);
        Assert.Equal(A.PasswordHash, await HashAsync());
        Assert.Empty(Host.Mailer.Notices);
    }

    [Fact]
    public async Task A57_A_link_stops_working_when_its_address_leaves_the_account()
    {
        var ticket = await _recovery.TicketAsync();
        await Host.ChangeAsync(async database => database.Remove(await database.UserEmails.SingleAsync()));

        Assert.IsType<RecoveryLink.Unknown>(await _recovery.OpenAsync(ticket));
        Assert.IsType<ResetPasswordOutcome.Refused>(await _recovery.ResetAsync(ticket));
        Assert.Equal(A.PasswordHash, await HashAsync());
    }

    [Fact]
    public async Task A57_A_link_stops_working_when_the_password_is_changed_in_another_way()
    {
        var ticket = await _recovery.TicketAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await ChangeAsync(user => user.ReplacePassword(A.PasswordHash, Clock.GetUtcNow()));

        Assert.IsType<RecoveryLink.Used>(await _recovery.OpenAsync(ticket));
    }

    [Fact]
    public async Task A_request_that_was_used_meanwhile_is_not_mailed_again()
    {
        var request = await _recovery.StartAsync();
        var ticket = (await _recovery.TicketsAsync())[0];
        await _recovery.ResendAsync(request);
        await _recovery.ResetAsync(ticket);

        await Host.DeliverAsync();

        Assert.Single(Host.Mailer.Links);
    }

    [Fact]
    public async Task A_mail_that_is_tried_again_carries_the_same_link_and_no_longer_life()
    {
        var tried = new List<RecoveryLinkMail>();
        Host.Mailer.BeforeTakingLink = mail =>
        {
            tried.Add(mail);
            return tried.Count == 1 ? throw new IOException("The connection broke.") : Task.CompletedTask;
        };
        await _recovery.StartAsync();
        await Host.DeliverAsync();
        Clock.Advance(TimeSpan.FromSeconds(6));
        await Host.DeliverAsync();

        Assert.Equal(2, tried.Count);
        Assert.Equal((tried[0].Link, tried[0].MessageId, TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(6)), (tried[1].Link, tried[1].MessageId, tried[1].Lifetime));
        Assert.IsType<ResetPasswordOutcome.Saved>(await _recovery.ResetAsync(ARecovery.TicketOf(tried[1])));
    }

    [Fact]
    public async Task One_mail_that_fails_does_not_stop_the_others()
    {
        var bob = A.User("bob", A.PasswordHash);
        await Host.ArrangeAsync(bob, A.Email(bob, ARecovery.Address));
        Host.Mailer.BeforeTakingLink = mail => mail.Username == "alice" ? throw new IOException("The connection broke.") : Task.CompletedTask;
        await _recovery.StartAsync();

        await Host.DeliverAsync();

        Assert.Equal("bob", Assert.Single(Host.Mailer.Links).Username);
    }

    [Fact]
    public async Task The_mails_are_prepared_once_however_often_they_are_asked_for()
    {
        await _recovery.StartAsync();
        var message = await Host.ReadAsync(database => database.Outbox.AsNoTracking().SingleAsync());
        for (var time = 0; time < 2; time++)
        {
            await Host.RunAsync<IEnumerable<Portal.Identity.Outbox.IOutboxHandler>>(handlers =>
                handlers.Single(handler => handler.Kind == PrepareRecoveryMails.MessageKind).DeliverAsync(message, CancellationToken.None));
        }

        Assert.Equal(1, await Host.ReadAsync(database => database.RecoveryTickets.CountAsync()));
        Assert.Equal(1, await Host.ReadAsync(database => database.Outbox.CountAsync(message => message.Kind == SendRecoveryLink.MessageKind)));
    }

    [Fact]
    public async Task Only_the_hash_of_a_ticket_is_stored()
    {
        var ticket = await _recovery.TicketAsync();

        var stored = await Host.ReadAsync(database => database.RecoveryTickets.AsNoTracking().SingleAsync());
        Assert.Equal(TicketTexts.HashOf(ticket), stored.Hash);
        Assert.DoesNotContain(await Host.ReadAsync(database => database.Outbox.Select(message => message.Payload).ToListAsync()), payload => payload.Contains(ticket, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_apps_request_is_kept_with_the_wish_for_a_link()
    {
        var grant = Continuation.OfGrant(Guid.CreateVersion7(Clock.GetUtcNow()));

        var ticket = await _recovery.TicketAsync(continuation: grant);

        var saved = Assert.IsType<ResetPasswordOutcome.Saved>(await _recovery.ResetAsync(ticket));
        Assert.Equal(grant.ToQuery(), (await Host.RunAsync<RecoveryRequests, RecoverySession?>(recoveries => recoveries.FindAsync(saved.SessionId, CancellationToken.None)))!.Continuation);
    }

    [Fact]
    public async Task On_request_every_browser_and_app_is_signed_out_in_the_same_change()
    {
        var ticket = await _recovery.TicketAsync();
        var app = await AnApp.ArrangeAsync(Host, username: "bob");
        var (browser, client) = (A.BrowserSession(_alice), A.Client());
        await Host.ArrangeAsync(browser, client, A.OAuthSession(client, _alice, browser));
        await app.SignInAsync();

        Assert.IsType<ResetPasswordOutcome.Saved>(await _recovery.ResetAsync(ticket));

        Assert.False(await Host.ReadAsync(database => database.BrowserSessions.AnyAsync(session => session.UserId == _alice.Id && session.FinishedAt == null)));
        Assert.False(await Host.ReadAsync(database => database.OAuthSessions.AnyAsync(session => session.UserId == _alice.Id && session.FinishedAt == null)));
        Assert.True(await Host.ReadAsync(database => database.OAuthSessions.AnyAsync(session => session.UserId != _alice.Id && session.FinishedAt == null)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A57_A_passkey_that_was_added_lately_goes_with_the_sessions(bool endSessions)
    {
        Clock.Advance(TimeSpan.FromDays(90));
        await Host.ArrangeAsync(PasskeyOf("old", _alice.CreatedAt), PasskeyOf("new", Clock.GetUtcNow() - TimeSpan.FromDays(3)));

        await _recovery.ResetAsync(await _recovery.TicketAsync(), endSessions: endSessions);

        Assert.Equal(endSessions ? ["old"] : ["new", "old"], await Host.ReadAsync(database => database.Passkeys.Select(passkey => passkey.Name).OrderBy(name => name).ToListAsync()));
    }

    [Fact]
    public async Task Every_address_is_told()
    {
        await Host.ArrangeAsync(A.Email(_alice, "other@mail.example"));
        await _recovery.ResetAsync(await _recovery.TicketAsync());

        await Host.DeliverAsync();

        Assert.Equal([ARecovery.Address, "other@mail.example"], Host.Mailer.Notices.Select(notice => notice.Address).Order());
        Assert.All(Host.Mailer.Notices, notice => Assert.Equal(NoticeKind.PasswordReset, notice.Kind));
        Assert.Equal(SecurityEvent.PasswordReset, (await Host.ReadAsync(database => database.SecurityEvents.SingleAsync())).Kind);
    }

    [Theory]
    [InlineData("password", "weak")]
    [InlineData("alice mail example", "weak")]
    [InlineData("", "required")]
    [InlineData("a\0b", "invalid")]
    public async Task Policy_line_1_A_password_that_will_not_do_is_refused_and_the_link_stays_good(string password, string code)
    {
        var ticket = await _recovery.TicketAsync();

        var unfit = Assert.IsType<ResetPasswordOutcome.Unfit>(await _recovery.ResetAsync(ticket, password));

        Assert.Equal(("password", code), (Assert.Single(unfit.Problems).Field, unfit.Problems[0].Code));
        Assert.Equal(A.PasswordHash, await HashAsync());
        Assert.IsType<ResetPasswordOutcome.Saved>(await _recovery.ResetAsync(ticket));
    }

    [Fact]
    public async Task Two_typings_that_differ_are_refused()
    {
        var unfit = Assert.IsType<ResetPasswordOutcome.Unfit>(await _recovery.ResetAsync(await _recovery.TicketAsync(), again: "something else"));

        Assert.Equal("password_confirm", Assert.Single(unfit.Problems).Field);
    }

    [Fact]
    public async Task Of_fifty_submissions_at_once_exactly_one_takes_effect()
    {
        var ticket = await _recovery.TicketAsync();

        var outcomes = await AtOnceAsync(50, (host, number) => _recovery.ResetAsync(ticket, $"{ARecovery.NewPassword} {number}", on: host));

        var winner = Assert.Single(outcomes.Index(), outcome => outcome.Item is ResetPasswordOutcome.Saved).Index;
        Assert.All(outcomes.Where(outcome => outcome is not ResetPasswordOutcome.Saved), outcome => Assert.IsType<RecoveryLink.Used>(Assert.IsType<ResetPasswordOutcome.Refused>(outcome).Link));
        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync($"{ARecovery.NewPassword} {winner}"));
        Assert.Equal(1, await Host.ReadAsync(database => database.Outbox.CountAsync(message => message.Kind == SendNotice.MessageKind)));
    }

    [Fact]
    public async Task Of_the_tickets_of_two_accounts_used_at_once_one_takes_effect()
    {
        var bob = A.User("bob", A.PasswordHash);
        await Host.ArrangeAsync(bob, A.Email(bob, ARecovery.Address));
        await _recovery.StartAsync();
        var tickets = await _recovery.TicketsAsync();

        var outcomes = await AtOnceAsync(10, (host, number) => _recovery.ResetAsync(tickets[number % 2], on: host));

        Assert.Single(outcomes, outcome => outcome is ResetPasswordOutcome.Saved);
        Assert.Equal(1, await Host.ReadAsync(database => database.Users.CountAsync(user => user.PasswordHash == A.PasswordHash)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\0A")]
    public async Task A_ticket_that_never_was_is_unknown(string ticket)
    {
        await _recovery.TicketAsync();

        Assert.IsType<RecoveryLink.Unknown>(await _recovery.OpenAsync(ticket));
        Assert.IsType<RecoveryLink.Unknown>(Assert.IsType<ResetPasswordOutcome.Refused>(await _recovery.ResetAsync(ticket)).Link);
    }

    [Fact]
    public async Task An_account_that_had_no_password_gets_one()
    {
        await ChangeAsync(user => user.PasswordHash = null);

        Assert.IsType<ResetPasswordOutcome.Saved>(await _recovery.ResetAsync(await _recovery.TicketAsync()));

        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync(ARecovery.NewPassword));
    }

    private Task<SignInOutcome> SignInAsync(string password) => Host.RunAsync<SignInService, SignInOutcome>(
        service => service.SignInAsync(new SignInCommand("alice", password, A.Requester()), CancellationToken.None));

    private Task<string?> HashAsync() => Host.ReadAsync(database => database.Users.Where(user => user.Id == _alice.Id).Select(user => user.PasswordHash).SingleAsync());

    private Task ChangeAsync(Action<PortalUser> change) => Host.ChangeAsync(async database => change(await database.Users.SingleAsync(user => user.Id == _alice.Id)));

    private Passkey PasskeyOf(string name, DateTimeOffset added) => Passkey.Of(_alice.Id, new NewPasskey([.. name.Select(letter => (byte)letter)], [1], 0, [], false, false, null), name, added);

    public sealed class OnSqlite() : RecoveryTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : RecoveryTests(DatabaseProvider.PostgreSql);
}
