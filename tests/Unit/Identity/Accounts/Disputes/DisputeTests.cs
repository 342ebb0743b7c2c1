using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Disputes;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Accounts.Recovery;
using Portal.Identity.Accounts.SecondFactor;
using Portal.Identity.Persistence;
using Portal.Identity.Protocol;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Identity.Accounts.Recovery;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Disputes;

/// <summary>An owner says that something was not them (docs/security/alerts.md).</summary>
public abstract class DisputeTests(DatabaseProvider engine) : StorageTest(engine)
{
    private const string Own = ARecovery.Address;
    private const string Evil = "mallory@mail.example";

    private readonly PortalUser _alice = A.User(passwordHash: A.PasswordHash);
    private SignedInPerson _person = null!;
    private ARecovery _recovery = null!;

    protected override Dictionary<string, string?> Settings => new(ARecovery.Open)
    {
        ["Portal:Account:AppPasswordsAllowed"] = "true",
        ["Portal:Account:AccessTokens:Allowed"] = "true",
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _recovery = new ARecovery(Host);
        await Host.ArrangeAsync(_alice, A.Email(_alice, Own));
        Clock.Advance(TimeSpan.FromDays(90));
        _person = await SessionAsync();
    }

    [Fact]
    public async Task A57_Who_swapped_the_address_loses_everything_and_the_owner_gets_in_again()
    {
        var ticket = await SwapAsync();

        var link = Assert.IsType<DisputeLink.Ready>(await OpenAsync(ticket));
        Assert.Equal((Own, NoticeKind.EmailRemoved, true, true), (link.Address, link.Kind, link.Returns, link.RemovesAddresses));
        var taken = Assert.IsType<DisputeOutcome.TakenBack>(await TakeBackAsync(ticket));

        Assert.Equal([Own], await AddressesAsync());
        Assert.Equal(0, await Host.ReadAsync(database => database.BrowserSessions.CountAsync(session => session.FinishedAt == null)));
        Assert.IsType<SignInOutcome.Refused>(await SignInAsync(A.Password));
        await Host.DeliverAsync();
        var mail = Assert.Single(Host.Mailer.Links);
        Assert.Equal((Own, "alice"), (mail.Address, mail.Username));
        var saved = Assert.IsType<ResetPasswordOutcome.Saved>(await _recovery.ResetAsync(ARecovery.TicketOf(mail)));
        Assert.Equal(taken.RecoverySessionId, saved.SessionId);
        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync(ARecovery.NewPassword));
    }

    [Fact]
    public async Task A_passkey_that_was_added_lately_lets_nobody_in_again_and_an_old_one_stays()
    {
        await Host.ArrangeAsync(PasskeyOf("old", _alice.CreatedAt + TimeSpan.FromDays(1)), PasskeyOf("new", Clock.GetUtcNow() - TimeSpan.FromDays(2)));
        var ticket = await TellAsync(NoticeKind.PasskeyAdded);

        Assert.True(Assert.IsType<DisputeLink.Ready>(await OpenAsync(ticket)).RemovesPasskeys);
        await TakeBackAsync(ticket);

        Assert.Equal("old", await Host.ReadAsync(database => database.Passkeys.Select(passkey => passkey.Name).SingleAsync()));
        Assert.Equal("new", await Host.ReadAsync(database => database.SecurityEvents.Where(happened => happened.Kind == SecurityEvent.PasskeyRemoved).Select(happened => happened.Detail).SingleAsync()));
    }

    [Fact]
    public async Task The_address_that_returns_is_as_old_as_it_was_and_every_address_is_told_without_a_link()
    {
        await TakeBackAsync(await SwapAsync());
        await Host.DeliverAsync();

        Assert.Equal(_alice.CreatedAt, await Host.ReadAsync(database => database.UserEmails.Select(email => email.CreatedAt).SingleAsync()));
        Assert.Equal(0, await Host.ReadAsync(database => database.FormerEmails.CountAsync()));
        Assert.All(Host.Mailer.Notices.Where(notice => notice.Kind == NoticeKind.AccountTakenBack), notice => Assert.Null(notice.TakeBack));
        Assert.Contains(Host.Mailer.Notices, notice => notice is { Kind: NoticeKind.AccountTakenBack, Address: Own });
        Assert.Contains(SecurityEvent.AccountTakenBack, await Host.ReadAsync(database => database.SecurityEvents.Select(happened => happened.Kind).ToListAsync()));
    }

    [Fact]
    public async Task A57_An_address_that_was_just_added_gets_no_link_whatever_happens()
    {
        await AddAsync(Evil);
        await RemoveAsync(Evil); // the owner's repair
        await AddAsync(Evil);
        await TellAsync(NoticeKind.PasswordChanged);

        Assert.All(Host.Mailer.Notices.Where(notice => notice.Address == Evil), notice => Assert.Null(notice.TakeBack));
        Assert.All(Host.Mailer.Notices.Where(notice => notice.Address == Own), notice => Assert.NotNull(notice.TakeBack));
        Assert.Equal(0, await Host.ReadAsync(database => database.FormerEmails.CountAsync()));
    }

    [Fact]
    public async Task A57_An_owner_who_adds_the_address_again_by_hand_cannot_be_undone_from_the_other()
    {
        await SwapAsync();
        await AddAsync(Own);

        await RemoveAsync(Evil);

        Assert.Equal([Own], await AddressesAsync());
        Assert.All(Host.Mailer.Notices.Where(notice => notice.Address == Evil), notice => Assert.Null(notice.TakeBack));
        await TellAsync(NoticeKind.PasswordChanged);
        Assert.NotNull(Host.Mailer.Notices.Last(notice => notice.Address == Own).TakeBack); // it counts as much as before
    }

    [Fact]
    public async Task A57_In_a_browser_that_was_new_lately_an_address_that_is_removed_keeps_its_way_back_though_another_stays()
    {
        await Host.ArrangeAsync(A.Email(_alice, "second@mail.example")); // which nobody may read any more
        _person = await SessionAsync(isNewBrowser: true);

        await RemoveAsync(Own);

        Assert.Equal(Own, await Host.ReadAsync(database => database.FormerEmails.Select(email => email.Address).SingleAsync()));
        Assert.NotNull(Host.Mailer.Notices.Last(notice => notice.Address == Own).TakeBack);
    }

    [Fact]
    public async Task A57_Whoever_still_reads_a_removed_mailbox_undoes_nothing_where_another_was_there_for_long()
    {
        await Host.ArrangeAsync(A.Email(_alice, "second@mail.example"));
        var earlier = await TellAsync(NoticeKind.PasswordChanged);

        await RemoveAsync(Own);

        Assert.Null(Host.Mailer.Notices.Last(notice => notice.Address == Own).TakeBack);
        Assert.NotNull(Host.Mailer.Notices.Last(notice => notice.Address == "second@mail.example").TakeBack);
        Assert.IsType<DisputeLink.Unknown>(await OpenAsync(earlier));
        Assert.IsType<DisputeLink.Unknown>(Assert.IsType<DisputeOutcome.Refused>(await TakeBackAsync(earlier)).Link);
    }

    [Fact]
    public async Task A57_After_thirty_days_a_removed_mailbox_is_worth_nothing_and_the_new_address_is_established()
    {
        await SwapAsync();
        Clock.Advance(UserEmail.EstablishedAfter);
        _person = await SessionAsync();

        var ticket = await TellAsync(NoticeKind.PasswordChanged, Evil);

        Assert.IsType<DisputeLink.Ready>(await OpenAsync(ticket));
        await AddAsync(Own);
        Assert.NotEqual(_alice.CreatedAt, await Host.ReadAsync(database => database.UserEmails.Where(email => email.Address == Own).Select(email => email.CreatedAt).SingleAsync()));
    }

    [Fact]
    public async Task A_removed_address_that_somebody_else_has_by_now_does_not_return()
    {
        var ticket = await SwapAsync();
        var bob = A.User("bob");
        await Host.ArrangeAsync(bob, A.Email(bob, Own));

        Assert.IsType<DisputeLink.Unknown>(await OpenAsync(ticket));
    }

    [Fact]
    public async Task Looking_at_a_link_uses_nothing_up_and_using_it_uses_up_all_of_the_account()
    {
        var first = await TellAsync(NoticeKind.PasswordChanged);
        var second = await TellAsync(NoticeKind.SecondFactorDisabled);
        await OpenAsync(first);
        Assert.IsType<DisputeLink.Ready>(await OpenAsync(first));

        Assert.IsType<DisputeOutcome.TakenBack>(await TakeBackAsync(first));

        foreach (var ticket in (string[])[first, second])
        {
            Assert.IsType<DisputeLink.Used>(await OpenAsync(ticket));
            Assert.IsType<DisputeLink.Used>(Assert.IsType<DisputeOutcome.Refused>(await TakeBackAsync(ticket)).Link);
        }

        await Host.DeliverAsync();
        Assert.Single(Host.Mailer.Links);
    }

    [Fact]
    public async Task A_link_works_for_seven_days()
    {
        var ticket = await TellAsync(NoticeKind.PasswordChanged);

        Clock.Advance(DisputeTicket.Lifetime - TimeSpan.FromSeconds(1));
        Assert.IsType<DisputeLink.Ready>(await OpenAsync(ticket));
        Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.IsType<DisputeLink.Expired>(await OpenAsync(ticket));
        Assert.IsType<DisputeOutcome.Refused>(await TakeBackAsync(ticket));
        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync(A.Password));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_is_no_ticket_does_nothing(string ticket)
    {
        Assert.IsType<DisputeLink.Unknown>(await OpenAsync(ticket));
        Assert.IsType<DisputeOutcome.Refused>(await TakeBackAsync(ticket));
    }

    [Fact]
    public async Task A36_A_link_of_one_kind_is_none_of_the_other_and_takes_back_its_own_account_only()
    {
        var (bob, dispute, recovery) = (A.User("bob", A.PasswordHash), await TellAsync(NoticeKind.PasswordChanged), await _recovery.TicketAsync());
        await Host.ArrangeAsync(bob, A.Email(bob, Own), A.BrowserSession(bob, now: Clock.GetUtcNow()));

        Assert.IsType<DisputeLink.Unknown>(await OpenAsync(recovery));
        Assert.IsType<RecoveryLink.Unknown>(await _recovery.OpenAsync(dispute));
        Assert.IsType<DisputeOutcome.TakenBack>(await TakeBackAsync(dispute));

        Assert.Equal((A.PasswordHash, 1), (await HashAsync("bob"), await Host.ReadAsync(database => database.BrowserSessions.CountAsync(session => session.UserId == bob.Id && session.FinishedAt == null))));
    }

    [Fact]
    public async Task Nothing_that_somebody_had_got_works_afterwards()
    {
        await AddAsync(Evil);
        var theirs = await _recovery.TicketAsync(Evil);
        var pending = new PendingSignIn(_alice.Id, Clock.GetUtcNow());
        await AProgram.TokenAsync(Host, _person);
        await AProgram.PasswordAsync(Host, _person);
        await Host.ArrangeAsync(KnownBrowser.Meet(_alice.Id, new SecretGenerator().Bytes(32), Clock.GetUtcNow()));
        var half = await StartAsync("third@mail.example");
        var code = await ReadCodeAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.IsType<DisputeOutcome.TakenBack>(await TakeBackAsync(await TellAsync(NoticeKind.NewBrowser)));

        Assert.IsType<RecoveryLink.Used>(await _recovery.OpenAsync(theirs));
        Assert.IsType<SignInOutcome.Expired>(await Host.RunAsync<SignInService, SignInOutcome>(signIn => signIn.FinishAsync(pending, "000000", A.Requester(), null, CancellationToken.None)));
        Assert.IsType<VerifyOutcome.NotWaiting>(await VerifyAsync(half, code));
        Assert.Equal((0, 0, 0), await Host.ReadAsync(async database => (
            await database.PersonalSessions.CountAsync(session => session.FinishedAt == null), await database.AppPasswords.CountAsync(made => made.FinishedAt == null), await database.KnownBrowsers.CountAsync())));
        Assert.Equal([Own], await AddressesAsync());
        await _recovery.StartAsync(Evil);
        await Host.DeliverAsync();
        Assert.DoesNotContain(Host.Mailer.Links.Skip(1), mail => mail.Address == Evil);
    }

    [Theory]
    [InlineData(6, true, true)]
    [InlineData(6, false, false)] // the owner's own, in a browser of theirs, against somebody who reads their mail
    [InlineData(8, true, false)]
    public async Task A57_A_second_step_is_turned_off_only_if_a_new_browser_turned_it_on_that_was_signed_in_lately(int days, bool isNewBrowser, bool ends)
    {
        _person = await SessionAsync(isNewBrowser);
        Clock.Advance(TimeSpan.FromDays(days));
        var ticket = await TurnOnSecondStepAsync();

        Assert.Equal(ends, Assert.IsType<DisputeLink.Ready>(await OpenAsync(ticket)).EndsSecondStep);
        Assert.IsType<DisputeOutcome.TakenBack>(await TakeBackAsync(ticket));

        Assert.Equal(ends ? 0 : 1, await Host.ReadAsync(database => database.Authenticators.CountAsync()));
    }

    [Fact]
    public async Task A57_A_second_step_that_was_turned_on_before_the_link_was_mailed_stays()
    {
        await TurnOnSecondStepAsync();
        Clock.Advance(DisputeTicket.Lifetime);

        Assert.IsType<DisputeOutcome.TakenBack>(await TakeBackAsync(await TellAsync(NoticeKind.PasswordChanged)));

        Assert.Equal(1, await Host.ReadAsync(database => database.Authenticators.CountAsync()));
    }

    [Fact]
    public async Task Of_many_who_use_a_link_at_once_one_takes_the_account_back()
    {
        var ticket = await SwapAsync();

        var outcomes = await AtOnceAsync(8, (host, _) => TakeBackAsync(ticket, host));

        Assert.Single(outcomes.OfType<DisputeOutcome.TakenBack>());
        Assert.Equal(7, outcomes.OfType<DisputeOutcome.Refused>().Count(refused => refused.Link is DisputeLink.Used));
        await Host.DeliverAsync();
        Assert.Single(Host.Mailer.Links);
        Assert.Equal([Own], await AddressesAsync());
    }

    [Fact]
    public async Task Two_different_links_at_once_take_it_back_once()
    {
        string[] tickets = [await TellAsync(NoticeKind.PasswordChanged), await TellAsync(NoticeKind.AppPasswordMade)];

        var outcomes = await AtOnceAsync(8, (host, number) => TakeBackAsync(tickets[number % 2], host));

        Assert.Single(outcomes.OfType<DisputeOutcome.TakenBack>());
    }

    [Fact]
    public async Task A57_What_the_thief_changes_in_the_same_moment_does_not_stay()
    {
        var ticket = await SwapAsync();
        var half = await StartAsync("third@mail.example");
        var code = await ReadCodeAsync();
        var change = new ChangePasswordCommand(_person, A.Password, ARecovery.NewPassword, null, true, A.Requester());

        await AtOnceAsync<object>(9, async (host, number) => (number % 3) switch
        {
            0 => await TakeBackAsync(ticket, host),
            1 => await VerifyAsync(half, code, host),
            _ => await host.RunAsync<PasswordChange, ChangePasswordOutcome>(passwords => passwords.ChangeAsync(change, CancellationToken.None)),
        });

        Assert.Equal([Own], await AddressesAsync());
        Assert.Null(await HashAsync("alice"));
        Assert.Equal(0, await Host.ReadAsync(database => database.BrowserSessions.CountAsync(session => session.FinishedAt == null)));
    }

    [Fact]
    public async Task A57_What_the_thief_removes_in_the_same_moment_returns()
    {
        await AddAsync(Evil);
        var ticket = await TellAsync(NoticeKind.EmailAdded);
        var own = await Host.ReadAsync(database => database.UserEmails.Where(email => email.Address == Own).Select(email => email.Id).SingleAsync());

        var outcomes = await AtOnceAsync<object>(4, async (host, number) => number % 2 == 0
            ? await TakeBackAsync(ticket, host)
            : await host.RunAsync<AccountEmails, RemoveEmailOutcome>(emails => emails.RemoveAsync(_person, own, A.Requester(), CancellationToken.None)));

        Assert.Single(outcomes.OfType<DisputeOutcome.TakenBack>());
        Assert.Equal([Own], await AddressesAsync());
    }

    [Fact]
    public async Task Who_is_signed_in_takes_the_account_back_without_the_password_and_the_link_goes_to_the_established_address()
    {
        await SwapAsync();

        var outcome = await TakeOwnBackAsync();

        Assert.IsType<DisputeOutcome.TakenBack>(outcome);
        await Host.DeliverAsync();
        Assert.Equal(Own, Assert.Single(Host.Mailer.Links).Address);
        Assert.Equal([Own], await AddressesAsync());
        Assert.IsType<DisputeOutcome.Refused>(await TakeOwnBackAsync());
    }

    [Fact]
    public async Task A29_A_stolen_session_turns_off_no_second_step_with_it()
    {
        await TurnOnSecondStepAsync();

        Assert.IsType<DisputeOutcome.TakenBack>(await TakeOwnBackAsync());

        Assert.Equal(1, await Host.ReadAsync(database => database.Authenticators.CountAsync()));
    }

    [Fact]
    public async Task Who_could_not_get_in_again_is_not_locked_out()
    {
        await Host.ChangeAsync(database => database.UserEmails.ExecuteDeleteAsync());

        Assert.False(await Host.RunAsync<AccountDisputes, bool>(disputes => disputes.CanTakeBackAsync(_alice.Id, CancellationToken.None)));
        Assert.IsType<DisputeOutcome.Refused>(await TakeOwnBackAsync());
        Assert.Equal(A.PasswordHash, await HashAsync("alice"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_locked_account_and_one_that_is_deleted_for_good_stay_as_they_are(bool deleted)
    {
        var ticket = await TellAsync(NoticeKind.PasswordChanged);
        await Host.ChangeAsync(async database =>
        {
            var user = await database.Users.SingleAsync();
            if (deleted)
            {
                user.Deactivate(Clock.GetUtcNow());
            }
            else
            {
                user.Lock(Clock.GetUtcNow());
            }
        });

        Assert.Equal(deleted ? typeof(DisputeLink.Deactivated) : typeof(DisputeLink.Locked), (await OpenAsync(ticket)).GetType());
        Assert.IsType<DisputeOutcome.Refused>(await TakeBackAsync(ticket));
    }

    [Fact]
    public async Task An_account_that_a_thief_deleted_can_be_taken_back_while_it_can_be_had_back()
    {
        var ticket = await TellAsync(NoticeKind.AccountDeactivated);
        await Host.ChangeAsync(async database => (await database.Users.SingleAsync()).RequestDeletion(erase: false, TimeSpan.FromDays(7), Clock.GetUtcNow()));

        Assert.IsType<DisputeOutcome.TakenBack>(await TakeBackAsync(ticket));

        await Host.DeliverAsync();
        Assert.IsType<ResetPasswordOutcome.Saved>(await _recovery.ResetAsync(ARecovery.TicketOf(Assert.Single(Host.Mailer.Links))));
        Assert.IsType<SignInOutcome.Deactivated>(await SignInAsync(ARecovery.NewPassword));
    }

    [Fact]
    public async Task Tickets_are_stored_as_hashes()
    {
        var ticket = await TellAsync(NoticeKind.PasswordChanged);

        var stored = await Host.ReadAsync(database => database.DisputeTickets.SingleAsync());
        Assert.Equal(TicketTexts.HashOf(ticket), stored.Hash);
        Assert.DoesNotContain(ticket, string.Concat(await Host.ReadAsync(database => database.Outbox.Select(message => message.Payload).ToListAsync())), StringComparison.Ordinal);
    }

    /// <summary>Somebody who knows the password puts an address of theirs in place of the owner's.</summary>
    /// <returns>The ticket that the owner was mailed at last.</returns>
    private async Task<string> SwapAsync()
    {
        await AddAsync(Evil);
        await RemoveAsync(Own);
        return TicketOf(Host.Mailer.Notices.Last(notice => notice.Address == Own));
    }

    private async Task AddAsync(string address)
    {
        Assert.IsType<VerifyOutcome.Verified>(await VerifyAsync(await StartAsync(address), await ReadCodeAsync()));
        await Host.DeliverAsync();
    }

    private async Task<Guid> StartAsync(string address) => Assert.IsType<AddEmailOutcome.Started>(
        await Host.RunAsync<AccountEmails, AddEmailOutcome>(emails => emails.AddAsync(_person, address, "en", A.Requester(), CancellationToken.None))).VerificationId;

    private async Task<string> ReadCodeAsync()
    {
        await Host.DeliverAsync();
        return Host.Mailer.Codes[^1].Code;
    }

    private Task<VerifyOutcome> VerifyAsync(Guid id, string code, IdentityHost? host = null) =>
        (host ?? Host).RunAsync<AccountEmails, VerifyOutcome>(emails => emails.VerifyAsync(_person, id, code, A.Requester(), CancellationToken.None));

    private async Task RemoveAsync(string address)
    {
        var id = await Host.ReadAsync(database => database.UserEmails.Where(email => email.Address == address).Select(email => email.Id).SingleAsync());
        Assert.Equal(RemoveEmailOutcome.Removed, await Host.RunAsync<AccountEmails, RemoveEmailOutcome>(emails => emails.RemoveAsync(_person, id, A.Requester(), CancellationToken.None)));
        await Host.DeliverAsync();
    }

    /// <summary>Something happens of which the owner is told.</summary>
    private Passkey PasskeyOf(string name, DateTimeOffset added) => Passkey.Of(_alice.Id, new NewPasskey(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16), [1], 0, [], false, false, null), name, added);

    private async Task<string> TellAsync(NoticeKind kind, string address = Own)
    {
        await Host.RunAsync<IServiceProvider>(services => services.GetRequiredService<Storage>().WriteAsync(
            async () =>
            {
                var user = await services.GetRequiredService<PortalDbContext>().Users.SingleAsync(user => user.Id == _alice.Id);
                await services.GetRequiredService<AccountNotices>().AddAsync(user, kind, A.Requester(), null, CancellationToken.None);
            },
            CancellationToken.None));
        await Host.DeliverAsync();
        return TicketOf(Host.Mailer.Notices.Last(notice => notice.Address == address && notice.Kind == kind));
    }

    private async Task<string> TurnOnSecondStepAsync()
    {
        var key = AuthenticatorKey.Draw(new SecretGenerator());
        var code = TimeCode.Of(key.Bytes, TimeCode.StepAt(Clock.GetUtcNow()));
        Assert.IsType<EnableOutcome.Enabled>(await Host.RunAsync<SecondFactors, EnableOutcome>(factors => factors.EnableAsync(_person, key, code, A.Requester(), CancellationToken.None)));
        await Host.DeliverAsync();
        return TicketOf(Host.Mailer.Notices.Last(notice => notice.Address == Own));
    }

    private async Task<SignedInPerson> SessionAsync(bool isNewBrowser = false)
    {
        var session = A.BrowserSession(_alice, now: Clock.GetUtcNow());
        if (isNewBrowser)
        {
            session.MarkNewBrowser();
        }

        await Host.ArrangeAsync(session);
        return A.Person(_alice, session);
    }

    private static string TicketOf(NoticeMail mail) => Assert.IsType<Uri>(mail.TakeBack).Query["?ticket=".Length..];

    private Task<DisputeLink> OpenAsync(string ticket) => Host.RunAsync<AccountDisputes, DisputeLink>(disputes => disputes.FindAsync(ticket, CancellationToken.None));

    private Task<DisputeOutcome> TakeBackAsync(string ticket, IdentityHost? host = null) =>
        (host ?? Host).RunAsync<AccountDisputes, DisputeOutcome>(disputes => disputes.TakeBackAsync(ticket, "en", A.Requester(), CancellationToken.None));

    private Task<DisputeOutcome> TakeOwnBackAsync() =>
        Host.RunAsync<AccountDisputes, DisputeOutcome>(disputes => disputes.TakeBackAsync(_person, "en", A.Requester(), CancellationToken.None));

    private Task<SignInOutcome> SignInAsync(string password) =>
        Host.RunAsync<SignInService, SignInOutcome>(signIn => signIn.SignInAsync(new SignInCommand("alice", password, A.Requester()), CancellationToken.None));

    private Task<string?> HashAsync(string name) => Host.ReadAsync(database => database.Users.Where(user => user.UserName == name).Select(user => user.PasswordHash).SingleAsync());

    private Task<List<string>> AddressesAsync() => Host.ReadAsync(database => database.UserEmails.Where(email => email.UserId == _alice.Id).Select(email => email.Address).ToListAsync());

    public sealed class OnSqlite() : DisputeTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : DisputeTests(DatabaseProvider.PostgreSql);
}
