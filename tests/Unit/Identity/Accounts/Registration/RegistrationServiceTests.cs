using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Authorizations;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Registration;

/// <summary>Section 6 of the flows contract: the row walks through its steps.</summary>
public abstract class RegistrationServiceTests(DatabaseProvider engine) : StorageTest(engine)
{
    private ARegistration _registration = null!;

    protected override Dictionary<string, string?> Settings => ARegistration.Open;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _registration = new ARegistration(Host);
    }

    [Fact]
    public async Task Line_26_From_the_form_through_the_code_to_an_account_that_is_signed_in()
    {
        var wish = Continuation.OfAccount("/account/sessions");
        var id = await _registration.StartAsync(ARegistration.Command(terms: "https://example.org/terms", accepted: true, continuation: wish));

        Assert.IsType<FinishOutcome.NeedsEmailCode>(await _registration.FinishAsync(id));
        Assert.IsType<VerifyOutcome.Verified>(await _registration.VerifyAsync(id, await _registration.ReadMailAsync()));
        var completed = Assert.IsType<FinishOutcome.Completed>(await _registration.FinishAsync(id));

        Assert.Equal(wish, completed.Continuation);
        var person = await Host.RunAsync<BrowserSessions, SignedInPerson?>(sessions => sessions.FindAsync(completed.Session.Key, CancellationToken.None));
        Assert.Equal("alice", person?.Username);
        var user = await Host.ReadAsync(database => database.Users.SingleAsync());
        Assert.Equal((person?.UserId, "https://example.org/terms", Clock.GetUtcNow()), (user.Id, user.AcceptedTermsUri, user.AcceptedTermsAt!.Value));
        Assert.Equal("alice@example.org", await Host.ReadAsync(database => database.UserEmails.Select(email => email.Address).SingleAsync()));
    }

    [Fact]
    public async Task The_mail_goes_to_the_address_in_the_language_of_the_page_and_says_how_long_the_code_works()
    {
        await _registration.StartAsync(ARegistration.Command() with { Language = "de" });

        await Host.DeliverAsync();

        var mail = Assert.Single(Host.Mailer.Codes);
        Assert.Equal(("alice@example.org", "alice", "de", TimeSpan.FromMinutes(10)), (mail.Address, mail.Username, mail.Language, mail.Lifetime));
        Assert.Matches("^[0-9]{6}$", mail.Code);
    }

    [Fact]
    public async Task Line_23_A_finished_registration_forwards_and_creates_nothing()
    {
        var wish = Continuation.OfGrant(Guid.CreateVersion7(Clock.GetUtcNow()));
        var id = await _registration.StoreAsync(verified: true, continuation: wish);
        await _registration.FinishAsync(id);
        Clock.Advance(TimeSpan.FromHours(2));

        var again = Assert.IsType<FinishOutcome.AlreadyCompleted>(await _registration.FinishAsync(id));

        Assert.Equal(wish, again.Continuation);
        Assert.Equal((1, 1), await CountAsync());
        Assert.IsType<VerifyOutcome.NotWaiting>(await _registration.VerifyAsync(id, "123456"));
        Assert.IsType<VerifyOutcome.NotWaiting>(await _registration.ResendAsync(id));
    }

    [Theory]
    [InlineData(59, typeof(FinishOutcome.Completed))]
    [InlineData(60, typeof(FinishOutcome.Expired))]
    public async Task Line_22_A_registration_can_be_finished_within_an_hour(int minutes, Type outcome)
    {
        var id = await _registration.StoreAsync(verified: true);
        Clock.Advance(TimeSpan.FromMinutes(minutes));

        Assert.IsType(outcome, await _registration.FinishAsync(id));
    }

    [Fact]
    public async Task An_expired_registration_takes_no_code_and_sends_none()
    {
        var id = await _registration.StartAsync();
        var code = await _registration.ReadMailAsync();
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.IsType<VerifyOutcome.NotWaiting>(await _registration.VerifyAsync(id, code));
        Assert.IsType<VerifyOutcome.NotWaiting>(await _registration.ResendAsync(id));
    }

    [Fact]
    public async Task An_unknown_registration_is_unknown()
    {
        var nobodys = Guid.CreateVersion7(Clock.GetUtcNow());

        Assert.IsType<FinishOutcome.Unknown>(await _registration.FinishAsync(nobodys));
        Assert.IsType<VerifyOutcome.NotWaiting>(await _registration.VerifyAsync(nobodys, "123456"));
    }

    [Fact]
    public async Task A_name_that_was_taken_meanwhile_can_be_replaced_and_all_else_is_kept()
    {
        var id = await _registration.StoreAsync(verified: true);
        await Host.ArrangeAsync(A.User("alice"));

        Assert.Equal("alice", Assert.IsType<FinishOutcome.NameTaken>(await _registration.FinishAsync(id)).Username);
        Assert.Equal(FormProblemCodes.Exists, Assert.Single(Assert.IsType<NewNameOutcome.Refused>(await _registration.RenameAsync(id, "alice")).Problems).Code);
        Assert.IsType<NewNameOutcome.Chosen>(await _registration.RenameAsync(id, "alice.again"));

        Assert.IsType<FinishOutcome.Completed>(await _registration.FinishAsync(id));
        Assert.Equal("alice@example.org", await Host.ReadAsync(database => database.UserEmails.Select(email => email.Address).SingleAsync()));
    }

    [Fact(DisplayName = "policy.md 10.10: names are taken without regard to case")]
    public async Task Names_are_taken_without_regard_to_case()
    {
        var id = await _registration.StoreAsync(verified: true);
        await Host.ArrangeAsync(A.User("ALICE"));

        Assert.IsType<FinishOutcome.NameTaken>(await _registration.FinishAsync(id));
    }

    [Fact(DisplayName = "policy.md 10.10: the name of a deleted account is not given away")]
    public async Task The_name_of_a_deleted_account_is_not_given_away()
    {
        var gone = A.User("alice");
        gone.Deactivate(Clock.GetUtcNow());
        await Host.ArrangeAsync(gone);

        Assert.IsType<FinishOutcome.NameTaken>(await _registration.FinishAsync(await _registration.StoreAsync(verified: true)));
    }

    [Fact]
    public async Task Line_16_An_address_of_somebody_else_is_said_to_be_in_use_only_after_the_code()
    {
        var owner = A.User("owner");
        await Host.ArrangeAsync(owner, A.Email(owner, "Alice@Example.org"));
        var id = await _registration.StartAsync();

        Assert.IsType<FinishOutcome.NeedsEmailCode>(await _registration.FinishAsync(id));
        await _registration.VerifyAsync(id, await _registration.ReadMailAsync());
        Assert.Equal("alice@example.org", Assert.IsType<FinishOutcome.EmailInUse>(await _registration.FinishAsync(id)).Address);

        Assert.Equal((1, 0), await CountAsync());
    }

    [Fact]
    public async Task Any_code_that_was_sent_works_until_it_expires()
    {
        var id = await _registration.StartAsync();
        var first = await _registration.ReadMailAsync();
        await _registration.ResendAsync(id);
        var second = await _registration.ReadMailAsync();

        Assert.NotEqual(first, second);
        Assert.IsType<VerifyOutcome.Verified>(await _registration.VerifyAsync(id, first));
    }

    [Fact]
    public async Task Line_27_A_code_works_for_ten_minutes_from_its_mail_and_a_new_one_after_that()
    {
        var id = await _registration.StartAsync();
        Clock.Advance(TimeSpan.FromMinutes(30)); // the mail server was away
        var code = await _registration.ReadMailAsync();

        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.IsType<VerifyOutcome.ExpiredCode>(await _registration.VerifyAsync(id, code));
        Assert.IsType<VerifyOutcome.Sent>(await _registration.ResendAsync(id));
        Assert.IsType<VerifyOutcome.Verified>(await _registration.VerifyAsync(id, await _registration.ReadMailAsync()));
    }

    [Theory]
    [InlineData("{0} ")]
    [InlineData("{1} {2}")]
    [InlineData("{1}-{2}")]
    public async Task A_code_may_be_typed_as_it_is_printed(string format)
    {
        var id = await _registration.StartAsync();
        var code = await _registration.ReadMailAsync();

        Assert.IsType<VerifyOutcome.Verified>(await _registration.VerifyAsync(id, string.Format(format, code, code[..3], code[3..])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("１２３４５６")]
    [InlineData("\0")]
    public async Task A_code_that_is_none_is_wrong(string text)
    {
        var id = await _registration.StartAsync();
        await Host.DeliverAsync();

        Assert.IsType<VerifyOutcome.WrongCode>(await _registration.VerifyAsync(id, text));
    }

    [Fact]
    public async Task Line_19_Without_e_mail_there_is_nothing_to_verify()
    {
        var id = await _registration.StoreAsync(email: null);

        Assert.IsType<VerifyOutcome.NotWaiting>(await _registration.VerifyAsync(id, "123456"));
        Assert.IsType<FinishOutcome.Completed>(await _registration.FinishAsync(id));
    }

    [Fact]
    public async Task All_that_is_wrong_with_the_form_is_said_at_once_and_nothing_is_stored()
    {
        var outcome = await _registration.TryStartAsync(ARegistration.Command(username: "", email: "nobody", password: "abc", again: "abd", terms: "https://example.org/terms"));

        var problems = Assert.IsType<StartOutcome.Refused>(outcome).Problems;
        Assert.Equal(["username", "email", "password", "password_confirm", "accept_terms"], problems.Select(problem => problem.Field));
        Assert.Equal((0, 0), await Host.ReadAsync(async database => (await database.Registrations.CountAsync(), await database.Outbox.CountAsync())));
    }

    [Fact]
    public async Task A_name_that_is_taken_comes_with_some_that_are_free()
    {
        await Host.ArrangeAsync(A.User("alice"));

        var problem = Assert.Single(Assert.IsType<StartOutcome.Refused>(await _registration.TryStartAsync(ARegistration.Command())).Problems);

        Assert.Equal(("username", FormProblemCodes.Exists), (problem.Field, problem.Code));
        Assert.NotEmpty(problem.Suggestions);
    }

    [Fact]
    public async Task The_registration_and_its_mail_are_stored_together()
    {
        var id = await _registration.StartAsync();

        var stored = await Host.ReadAsync(database => database.Registrations.SingleAsync());
        Assert.Equal((id, "192.0.2.1", "Example/1.0"), (stored.Id, stored.IpAddress, stored.UserAgent));
        Assert.DoesNotContain(A.Password, stored.PasswordHash);
        Assert.Equal(SendVerificationCode.MessageKind, await Host.ReadAsync(database => database.Outbox.Select(message => message.Kind).SingleAsync()));
    }

    private Task<(int Users, int Sessions)> CountAsync() =>
        Host.ReadAsync(async database => (await database.Users.CountAsync(), await database.BrowserSessions.CountAsync()));

    public sealed class OnSqlite() : RegistrationServiceTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : RegistrationServiceTests(DatabaseProvider.PostgreSql);
}
