using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Notices;
using Portal.Identity.Persistence;
using Portal.Identity.Policy;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Identity.Accounts.Registration;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Emails;

/// <summary>How an account gets and loses addresses (flows contract, sections 9.3 and 9.4).</summary>
public abstract class AccountEmailsTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly PortalUser _alice = A.User(passwordHash: A.PasswordHash);
    private SignedInPerson _person = null!;

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:RateLimiting:EmailAuthentication:PerIp:Burst"] = "1000",
        ["Portal:Policy:Data:Emails:BannedAddresses:Substrings:0"] = "banned",
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Host.ArrangeAsync(_alice, A.Email(_alice, "first@mail.example"));
        _person = await SignInAsync(_alice);
    }

    [Fact]
    public async Task The_right_code_gives_the_address_to_the_account_and_every_address_is_told()
    {
        var id = await StartAsync("Second@mail.example");

        Assert.IsType<VerifyOutcome.Verified>(await VerifyAsync(_person, id, await ReadMailAsync()));

        Assert.Equal(["Second@mail.example", "first@mail.example"], await AddressesAsync(_alice));
        await Host.DeliverAsync();
        Assert.Equal(["Second@mail.example", "first@mail.example"], Host.Mailer.Notices.Select(notice => notice.Address).Order(StringComparer.Ordinal));
        Assert.All(Host.Mailer.Notices, notice => Assert.Equal((NoticeKind.EmailAdded, "Second@mail.example"), (notice.Kind, notice.Detail)));
        Assert.Equal(SecurityEvent.EmailAdded, await Host.ReadAsync(database => database.SecurityEvents.Select(happened => happened.Kind).SingleAsync()));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 60)]
    public async Task A44_What_was_begun_under_an_old_proof_brings_no_address_in(bool passwordReplaced, int minutes)
    {
        var id = await StartAsync("second@mail.example");
        var code = await ReadMailAsync();
        Clock.Advance(TimeSpan.FromMinutes(minutes));
        if (passwordReplaced)
        {
            await Host.ChangeAsync(async database => (await database.Users.SingleAsync()).ReplacePassword(A.PasswordHash, Clock.GetUtcNow()));
        }

        Assert.IsType<VerifyOutcome.NotWaiting>(await VerifyAsync(_person, id, code));
        Assert.Equal(["first@mail.example"], await AddressesAsync(_alice));
    }

    [Fact]
    public async Task An_account_has_ten_addresses_at_most()
    {
        var id = await StartAsync("last@mail.example");
        var code = await ReadMailAsync();
        await Host.ArrangeAsync(Enumerable.Range(2, AccountEmails.MaxAddresses - 1).Select(number => A.Email(_alice, $"number{number}@mail.example")));

        Assert.IsType<AddEmailOutcome.TooMany>(await AddAsync(_person, "more@mail.example"));
        Assert.IsType<VerifyOutcome.NotWaiting>(await VerifyAsync(_person, id, code));
        Assert.Equal(AccountEmails.MaxAddresses, (await AddressesAsync(_alice)).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("two@mail.example, three@mail.example")]
    [InlineData("a@mail.example\r\nBcc: b@mail.example")]
    public async Task What_is_no_address_is_refused_and_nothing_is_mailed(string address)
    {
        Assert.IsType<AddEmailOutcome.Invalid>(await AddAsync(_person, address));
        Assert.Equal(0, await Host.ReadAsync(database => database.Outbox.CountAsync()));
    }

    [Theory]
    [InlineData("first@mail.example")]
    [InlineData("FIRST@mail.example")]
    public async Task Line_40_An_address_that_the_account_has_is_in_use_at_once(string address) => Assert.IsType<AddEmailOutcome.InUse>(await AddAsync(_person, address));

    [Fact]
    public async Task Line_40_A45_That_somebody_else_has_the_address_is_told_only_after_the_right_code()
    {
        var bob = A.User("bob");
        await Host.ArrangeAsync(bob, A.Email(bob, "taken@mail.example"));

        var id = await StartAsync("Taken@mail.example");
        Assert.IsType<VerifyOutcome.WrongCode>(await VerifyAsync(_person, id, ARegistration.OtherThan(await ReadMailAsync())));
        Assert.IsType<VerifyOutcome.InUse>(await VerifyAsync(_person, id, await ReadMailAsync()));

        Assert.Equal(["first@mail.example"], await AddressesAsync(_alice));
        Assert.IsType<VerifyOutcome.NotWaiting>(await VerifyAsync(_person, id, await ReadMailAsync())); // used up
        Assert.Empty(Host.Mailer.Notices);
    }

    [Fact]
    public async Task The_operators_rules_hold_for_added_addresses_too()
    {
        var denied = Assert.IsType<AddEmailOutcome.Denied>(await AddAsync(_person, "banned@mail.example"));

        Assert.Equal(PolicyCodes.EmailBanned, Assert.Single(denied.Violations).Code);
    }

    [Fact]
    public async Task Line_39_A36_Only_the_browser_session_that_began_it_may_answer()
    {
        var id = await StartAsync("second@mail.example");
        var code = await ReadMailAsync();
        var elsewhere = await SignInAsync(_alice);
        var bob = A.User("bob");
        await Host.ArrangeAsync(bob);
        var stranger = await SignInAsync(bob);

        foreach (var other in (SignedInPerson[])[elsewhere, stranger, _person with { UserId = bob.Id }])
        {
            Assert.Null(await Host.RunAsync<AccountEmails, EmailVerification?>(emails => emails.FindVerificationAsync(other, id, CancellationToken.None)));
            Assert.IsType<VerifyOutcome.NotWaiting>(await VerifyAsync(other, id, code));
            Assert.IsType<VerifyOutcome.NotWaiting>(await ResendAsync(other, id));
        }

        Assert.IsType<VerifyOutcome.Verified>(await VerifyAsync(_person, id, code));
    }

    [Fact]
    public async Task A57_A_session_that_was_ended_meanwhile_completes_nothing()
    {
        var id = await StartAsync("second@mail.example");
        var code = await ReadMailAsync();
        await Host.RunAsync<BrowserSessions>(sessions => sessions.EndAsync(_person.BrowserSessionId, CancellationToken.None));

        Assert.IsType<VerifyOutcome.NotWaiting>(await VerifyAsync(_person, id, code));
        Assert.Equal(["first@mail.example"], await AddressesAsync(_alice));
    }

    [Fact]
    public async Task A_code_that_is_too_old_says_so_and_an_earlier_one_works_beside_a_later()
    {
        var id = await StartAsync("second@mail.example");
        var first = await ReadMailAsync();
        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.IsType<VerifyOutcome.Sent>(await ResendAsync(_person, id));
        var second = await ReadMailAsync();
        Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.IsType<VerifyOutcome.ExpiredCode>(await VerifyAsync(_person, id, first));
        Assert.IsType<VerifyOutcome.Verified>(await VerifyAsync(_person, id, second));
    }

    [Fact]
    public async Task A31_Guesses_are_limited()
    {
        var id = await StartAsync("second@mail.example");
        var wrong = ARegistration.OtherThan(await ReadMailAsync());
        for (var attempt = 0; attempt < 10; attempt++)
        {
            Assert.IsType<VerifyOutcome.WrongCode>(await VerifyAsync(_person, id, wrong));
        }

        Assert.IsType<VerifyOutcome.RateLimited>(await VerifyAsync(_person, id, await ReadMailAsync()));
    }

    [Fact]
    public async Task Mails_to_one_address_are_limited_and_a_limited_resend_says_so()
    {
        var id = await StartAsync("second@mail.example");
        Assert.IsType<VerifyOutcome.Sent>(await ResendAsync(_person, id));
        Assert.IsType<VerifyOutcome.Sent>(await ResendAsync(_person, id));

        Assert.IsType<VerifyOutcome.RateLimited>(await ResendAsync(_person, id));
        Assert.IsType<AddEmailOutcome.RateLimited>(await AddAsync(_person, "second@mail.example"));
    }

    [Fact]
    public async Task A_removed_address_is_told_too()
    {
        await AddConfirmedAsync("second@mail.example");

        Assert.Equal(RemoveEmailOutcome.Removed, await RemoveAsync(_person, "first@mail.example"));

        await Host.DeliverAsync();
        Assert.Equal(["first@mail.example", "second@mail.example"], Host.Mailer.Notices.Where(notice => notice.Kind == NoticeKind.EmailRemoved).Select(notice => notice.Address).Order(StringComparer.Ordinal));
        Assert.Equal(["second@mail.example"], await AddressesAsync(_alice));
    }

    [Fact]
    public async Task Line_39_Somebody_elses_address_looks_like_one_that_is_not_there()
    {
        var bob = A.User("bob");
        var email = A.Email(bob, "bob@mail.example");
        await Host.ArrangeAsync(bob, email);

        Assert.Equal(RemoveEmailOutcome.Gone, await Host.RunAsync<AccountEmails, RemoveEmailOutcome>(emails => emails.RemoveAsync(_person, email.Id, A.Requester(), CancellationToken.None)));
        Assert.Equal(["bob@mail.example"], await AddressesAsync(bob));
    }

    [Fact]
    public async Task The_last_address_can_go_where_nothing_depends_on_it() => Assert.Equal(RemoveEmailOutcome.Removed, await RemoveAsync(_person, "first@mail.example"));

    [Fact]
    public async Task Of_two_accounts_that_prove_one_address_at_once_one_gets_it()
    {
        var people = new List<(SignedInPerson Person, Guid Id)>();
        foreach (var number in Enumerable.Range(0, 3))
        {
            var user = A.User($"user{number}");
            await Host.ArrangeAsync(user);
            var person = await SignInAsync(user);
            people.Add((person, await StartAsync("shared@mail.example", person)));
        }

        await Host.DeliverAsync();
        var sent = await Host.ReadAsync(database => database.EmailVerifications.SelectMany(verification => verification.Codes).ToDictionaryAsync(code => code.VerificationId, code => code.Id)); // the mails to one address come in any order
        var codes = people.ConvertAll(entry => Host.Services.GetRequiredService<VerificationCodes>().CodeOf(sent[entry.Id]));

        var outcomes = await AtOnceAsync(3, (host, number) => host.RunAsync<AccountEmails, VerifyOutcome>(
            emails => emails.VerifyAsync(people[number].Person, people[number].Id, codes[number], A.Requester(), CancellationToken.None)));

        Assert.Single(outcomes.OfType<VerifyOutcome.Verified>());
        Assert.Equal(2, outcomes.OfType<VerifyOutcome.InUse>().Count());
        Assert.Equal(1, await Host.ReadAsync(database => database.UserEmails.CountAsync(email => email.NormalizedAddress == "shared@mail.example")));
    }

    [Fact]
    public async Task A15_A_code_that_is_sent_many_times_at_once_adds_one_address()
    {
        var id = await StartAsync("second@mail.example");
        var code = await ReadMailAsync();

        var outcomes = await AtOnceAsync(8, (host, _) => host.RunAsync<AccountEmails, VerifyOutcome>(emails => emails.VerifyAsync(_person, id, code, A.Requester(), CancellationToken.None)));

        Assert.Single(outcomes.OfType<VerifyOutcome.Verified>());
        Assert.Equal(2, (await AddressesAsync(_alice)).Count);
        await Host.DeliverAsync();
        Assert.Equal(2, Host.Mailer.Notices.Count);
    }

    private async Task<SignedInPerson> SignInAsync(PortalUser user)
    {
        var session = A.BrowserSession(user, now: Clock.GetUtcNow());
        await Host.ArrangeAsync(session);
        return A.Person(user, session);
    }

    private Task<AddEmailOutcome> AddAsync(SignedInPerson person, string address) =>
        Host.RunAsync<AccountEmails, AddEmailOutcome>(emails => emails.AddAsync(person, address, "en", A.Requester(), CancellationToken.None));

    private async Task<Guid> StartAsync(string address, SignedInPerson? person = null) =>
        Assert.IsType<AddEmailOutcome.Started>(await AddAsync(person ?? _person, address)).VerificationId;

    private Task<VerifyOutcome> VerifyAsync(SignedInPerson person, Guid id, string code) =>
        Host.RunAsync<AccountEmails, VerifyOutcome>(emails => emails.VerifyAsync(person, id, code, A.Requester(), CancellationToken.None));

    private Task<VerifyOutcome> ResendAsync(SignedInPerson person, Guid id) =>
        Host.RunAsync<AccountEmails, VerifyOutcome>(emails => emails.ResendAsync(person, id, "en", A.Requester(), CancellationToken.None));

    private async Task<RemoveEmailOutcome> RemoveAsync(SignedInPerson person, string address)
    {
        var id = await Host.ReadAsync(database => database.UserEmails.Where(email => email.Address == address).Select(email => email.Id).SingleAsync());
        return await Host.RunAsync<AccountEmails, RemoveEmailOutcome>(emails => emails.RemoveAsync(person, id, A.Requester(), CancellationToken.None));
    }

    private Task AddConfirmedAsync(string address) => Host.ArrangeAsync(A.Email(_alice, address));

    private async Task<string> ReadMailAsync()
    {
        await Host.DeliverAsync();
        return Host.Mailer.Codes[^1].Code;
    }

    private async Task<IReadOnlyList<string>> AddressesAsync(PortalUser user) =>
        [.. (await Host.ReadAsync(database => database.UserEmails.Where(email => email.UserId == user.Id).Select(email => email.Address).ToListAsync())).Order(StringComparer.Ordinal)];

    public sealed class OnSqlite() : AccountEmailsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AccountEmailsTests(DatabaseProvider.PostgreSql);
}
