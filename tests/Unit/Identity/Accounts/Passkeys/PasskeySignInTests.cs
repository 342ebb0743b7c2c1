using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Accounts.Passkeys;
using Portal.Identity.Persistence;
using Portal.Identity.Sessions;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Passkeys;

/// <summary>Signing in with a passkey, and everything that must not.</summary>
public abstract class PasskeySignInTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly PortalUser _user = A.User();
    private readonly SoftwareAuthenticator _passkey = new();

    [Fact]
    public async Task A_passkey_signs_in_and_the_session_remembers_how()
    {
        await ArrangeAsync();
        Clock.Advance(TimeSpan.FromDays(1));

        var session = Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync()).Session;

        var person = await Host.RunAsync<BrowserSessions, SignedInPerson?>(sessions => sessions.FindAsync(session.Key, CancellationToken.None));
        Assert.Equal((_user.Id, ProofMethods.Passkey, Clock.GetUtcNow()), (person!.UserId, person.Methods, person.AuthenticatedAt));
        Assert.Equal(Clock.GetUtcNow(), (await StoredAsync()).LastUsedAt);
    }

    [Fact]
    public async Task A_passkey_is_both_steps_of_an_account_that_has_two()
    {
        await ArrangeAsync(new TwoSteps().RowsOf(_user));

        var session = Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync()).Session;

        Assert.False((await Host.RunAsync<BrowserSessions, SignedInPerson?>(sessions => sessions.FindAsync(session.Key, CancellationToken.None)))!.IsProofVoid);
    }

    [Fact]
    public async Task A43_An_answer_that_was_seen_before_signs_nobody_in()
    {
        await ArrangeAsync();
        var answer = await AnswerAsync();
        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync(answer));

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync(answer));
    }

    [Fact]
    public async Task An_answer_that_is_sent_many_times_at_once_signs_in_once()
    {
        await ArrangeAsync();
        var answer = await AnswerAsync();

        var outcomes = await AtOnceAsync(8, (host, _) => SignInAsync(answer, host));

        Assert.Single(outcomes.OfType<SignInOutcome.SignedIn>());
        Assert.Equal(7, outcomes.OfType<SignInOutcome.Refused>().Count());
        Assert.Equal(1, await Host.ReadAsync(database => database.BrowserSessions.CountAsync()));
    }

    [Fact]
    public async Task A43_An_answer_to_another_question_signs_nobody_in()
    {
        await ArrangeAsync();
        var (one, other) = (await AskAsync(), await AskAsync());

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync(new PasskeyAnswer(PasskeyPurpose.SignIn, other.State, _passkey.Get(one.Options))));
    }

    [Fact]
    public async Task A43_An_answer_for_another_purpose_signs_nobody_in()
    {
        await ArrangeAsync();
        var question = await Host.RunAsync<PasskeyCeremonies, PasskeyQuestion>(ceremonies => ceremonies.AskAsync(PasskeyPurpose.Confirm(Guid.CreateVersion7(Clock.GetUtcNow())), _user));

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync(new PasskeyAnswer(PasskeyPurpose.SignIn, question.State, _passkey.Get(question.Options))));
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_signs_nobody_in()
    {
        await ArrangeAsync();
        var answer = await AnswerAsync();
        Clock.Advance(PasskeyCeremonies.Lifetime);

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync(answer));
    }

    [Fact]
    public async Task A43_A_signature_of_another_key_signs_nobody_in()
    {
        await ArrangeAsync();
        using var forger = _passkey.Forge();
        var question = await AskAsync();

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync(new PasskeyAnswer(PasskeyPurpose.SignIn, question.State, forger.Get(question.Options))));
    }

    [Fact]
    public async Task A43_A_page_of_another_origin_signs_nobody_in()
    {
        await ArrangeAsync();
        foreach (var origin in (string[])["https://auth.example.evil.example", "https://auth.example:8443", "http://auth.example", "https://evil.auth.example", "null", ""])
        {
            _passkey.Origin = origin;
            Assert.IsType<SignInOutcome.Refused>(await SignInAsync());
        }
    }

    [Fact]
    public async Task A43_A_page_inside_another_site_signs_nobody_in()
    {
        await ArrangeAsync();
        _passkey.IsCrossOrigin = true;

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync());
    }

    [Fact]
    public async Task A43_A_passkey_of_another_relying_party_signs_nobody_in()
    {
        await ArrangeAsync();
        _passkey.RelyingPartyId = "example";

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync());
    }

    [Fact]
    public async Task A43_A_device_that_anybody_could_have_picked_up_signs_nobody_in()
    {
        await ArrangeAsync();
        _passkey.IsVerified = false;

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync());
    }

    [Fact]
    public async Task A43_A_passkey_that_calls_itself_somebody_elses_signs_nobody_in()
    {
        await ArrangeAsync();
        var other = A.User("bob", A.PasswordHash);
        await Host.ArrangeAsync(other);
        _passkey.Impersonate(other.Id);

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync());
        Assert.Equal(0, await Host.ReadAsync(database => database.BrowserSessions.CountAsync()));
    }

    [Fact]
    public async Task A_copy_that_counts_less_than_the_original_signs_nobody_in()
    {
        _passkey.Counts = true;
        await ArrangeAsync();
        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync());
        _passkey.SetCount(1);

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync()); // as the second use

        _passkey.SetCount(7);
        Assert.IsType<SignInOutcome.SignedIn>(await SignInAsync());
        Assert.Equal(8, (await StoredAsync()).SignCount);
    }

    [Fact]
    public async Task Of_two_answers_with_one_count_one_signs_in()
    {
        _passkey.Counts = true;
        await ArrangeAsync();
        var one = await AnswerAsync();
        _passkey.SetCount(1);
        var other = await AnswerAsync();

        var outcomes = await AtOnceAsync(2, (host, number) => SignInAsync(number == 0 ? one : other, host));

        Assert.Single(outcomes.OfType<SignInOutcome.SignedIn>());
    }

    [Fact]
    public async Task A_removed_passkey_signs_nobody_in()
    {
        await ArrangeAsync();
        var answer = await AnswerAsync();
        await Host.ChangeAsync(database => database.Passkeys.ExecuteDeleteAsync());

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync(answer));
    }

    [Fact]
    public async Task The_owner_of_a_locked_account_is_told_so()
    {
        await ArrangeAsync();
        await Host.ChangeAsync(async database => (await database.Users.SingleAsync()).Lock(Clock.GetUtcNow()));

        Assert.IsType<SignInOutcome.Locked>(await SignInAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"id":"AA","type":"public-key","response":{}}""")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA","userHandle":"AA"}}""")]
    public async Task What_is_no_answer_at_all_is_refused(string credential)
    {
        await ArrangeAsync();
        var question = await AskAsync();

        Assert.IsType<SignInOutcome.Refused>(await SignInAsync(new PasskeyAnswer(PasskeyPurpose.SignIn, question.State, credential)));
        Assert.IsType<SignInOutcome.Refused>(await SignInAsync(new PasskeyAnswer(PasskeyPurpose.SignIn, "AAAA", _passkey.Get(question.Options))));
        Assert.IsType<SignInOutcome.Refused>(await SignInAsync(new PasskeyAnswer(PasskeyPurpose.SignIn, "not base64", _passkey.Get(question.Options))));
        Assert.IsType<SignInOutcome.Refused>(await SignInAsync(new PasskeyAnswer(PasskeyPurpose.SignIn, question.State, new string('a', PasskeyCeremonies.MaxAnswerLength + 1))));
    }

    [Fact]
    public async Task Answers_are_limited_by_address()
    {
        await ArrangeAsync();
        SignInOutcome outcome = new SignInOutcome.Refused();
        for (var tries = 0; tries < 1000 && outcome is SignInOutcome.Refused; tries++)
        {
            outcome = await SignInAsync(new PasskeyAnswer(PasskeyPurpose.SignIn, "AAAA", "{}"));
        }

        Assert.IsType<SignInOutcome.RateLimited>(outcome);
    }

    [Fact]
    public async Task A45_The_question_is_the_same_for_everybody()
    {
        await ArrangeAsync();

        Assert.DoesNotContain("\"id\"", (await AskAsync()).Options, StringComparison.Ordinal); // no allowCredentials
    }

    public override ValueTask DisposeAsync()
    {
        _passkey.Dispose();
        return base.DisposeAsync();
    }

    private async Task ArrangeAsync(params IEnumerable<object> rows)
    {
        await Host.ArrangeAsync([_user, .. rows]);
        var question = await Host.RunAsync<PasskeyCeremonies, PasskeyQuestion>(ceremonies => ceremonies.AskForNewAsync("test", new() { Id = _user.Id.ToString(), Name = "alice", DisplayName = "alice" }));
        var made = await Host.RunAsync<PasskeyCeremonies, NewPasskey?>(ceremonies => ceremonies.JudgeNewAsync(new PasskeyAnswer("test", question.State, _passkey.Create(question.Options))));
        await Host.ArrangeAsync(Passkey.Of(_user.Id, made!, "key", Clock.GetUtcNow()));
    }

    private Task<PasskeyQuestion> AskAsync() => Host.RunAsync<PasskeySignIn, PasskeyQuestion>(service => service.AskAsync());

    private async Task<PasskeyAnswer> AnswerAsync()
    {
        var question = await AskAsync();
        return new PasskeyAnswer(PasskeyPurpose.SignIn, question.State, _passkey.Get(question.Options));
    }

    private async Task<SignInOutcome> SignInAsync() => await SignInAsync(await AnswerAsync());

    private Task<SignInOutcome> SignInAsync(PasskeyAnswer answer, IdentityHost? host = null) =>
        (host ?? Host).RunAsync<PasskeySignIn, SignInOutcome>(service => service.SignInAsync(answer, A.Requester(), null, CancellationToken.None));

    private Task<Passkey> StoredAsync() => Host.ReadAsync(database => database.Passkeys.SingleAsync());

    public sealed class OnSqlite() : PasskeySignInTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : PasskeySignInTests(DatabaseProvider.PostgreSql);
}
