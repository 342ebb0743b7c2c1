using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts.Emails;
using Portal.Identity.Accounts.Registration;
using Portal.Identity.Authorizations;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Registration;

/// <summary>Sections 6.6 and 6.7 of the flows contract: registration by invitation, and the display name.</summary>
public abstract class RegistrationStepTests(DatabaseProvider engine) : StorageTest(engine)
{
    private ARegistration _registration = null!;

    protected override Dictionary<string, string?> Settings => new(ARegistration.Open)
    {
        ["Portal:Account:RegistrationAsksDisplayName"] = "true",
        ["Portal:Account:PasswordRegistrationTokenRequired"] = "true",
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _registration = new ARegistration(Host);
    }

    [Fact]
    public async Task Line_21_The_steps_come_in_the_order_token_e_mail_display_name()
    {
        await Host.ArrangeAsync(AToken.Of());
        var id = await _registration.StartAsync();

        Assert.IsType<FinishOutcome.NeedsToken>(await _registration.FinishAsync(id));
        Assert.IsType<RegistrationTokenOutcome.Valid>(await _registration.AttachTokenAsync(id, AToken.Text));
        Assert.IsType<FinishOutcome.NeedsEmailCode>(await _registration.FinishAsync(id));
        Assert.IsType<VerifyOutcome.Verified>(await _registration.VerifyAsync(id, await _registration.ReadMailAsync()));
        Assert.IsType<FinishOutcome.NeedsDisplayName>(await _registration.FinishAsync(id));
        Assert.True(await _registration.ChooseDisplayNameAsync(id, " Alice Demo "));
        Assert.IsType<FinishOutcome.Completed>(await _registration.FinishAsync(id));

        Assert.Equal("Alice Demo", await Host.ReadAsync(database => database.Users.Select(user => user.DisplayName).SingleAsync()));
    }

    [Fact]
    public async Task Nobody_is_mailed_before_a_token_is_shown_where_one_is_needed()
    {
        await Host.ArrangeAsync(AToken.Of());
        var id = await _registration.StartAsync();
        Assert.IsType<VerifyOutcome.NotWaiting>(await _registration.ResendAsync(id));
        await Host.DeliverAsync();
        Assert.Empty(Host.Mailer.Codes);

        await _registration.AttachTokenAsync(id, AToken.Text);
        await Host.DeliverAsync();

        Assert.Single(Host.Mailer.Codes);
    }

    [Fact]
    public async Task A_token_that_was_shown_before_the_form_is_not_asked_for_again()
    {
        var token = AToken.Of();
        await Host.ArrangeAsync(token);
        var id = await _registration.StartAsync(ARegistration.Command() with { TokenId = token.Id });

        Assert.IsType<FinishOutcome.NeedsEmailCode>(await _registration.FinishAsync(id));
        Assert.IsType<RegistrationTokenOutcome.NotWaiting>(await _registration.AttachTokenAsync(id, AToken.Text));
        await Host.DeliverAsync();
        Assert.Single(Host.Mailer.Codes);
    }

    [Fact]
    public async Task Line_24_Skipping_the_display_name_uses_the_username_also_one_that_is_chosen_later()
    {
        var id = await StoreAsync("alice");

        Assert.True(await _registration.ChooseDisplayNameAsync(id, null));
        Assert.Equal("alice", await DisplayNameAsync(id));
        await Host.ArrangeAsync(A.User("alice"));
        Assert.IsType<NewNameOutcome.Chosen>(await _registration.RenameAsync(id, "alice.b"));
        Assert.IsType<FinishOutcome.Completed>(await _registration.FinishAsync(id));

        Assert.Equal("alice.b", await Host.ReadAsync(database => database.Users.Where(user => user.UserName == "alice.b").Select(user => user.DisplayName).SingleAsync()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\0b")]
    public async Task What_is_no_name_changes_nothing(string typed)
    {
        var id = await StoreAsync("alice");

        Assert.False(await _registration.ChooseDisplayNameAsync(id, typed));
        Assert.IsType<FinishOutcome.NeedsDisplayName>(await _registration.FinishAsync(id));
    }

    [Fact]
    public async Task Line_25_A_token_is_counted_once_at_the_end_and_not_when_a_registration_is_abandoned()
    {
        var token = AToken.Of(limit: 2);
        await Host.ArrangeAsync(token);
        await StoreAsync("abandoned", token.Id);
        var id = await StoreAsync("alice", token.Id);
        await _registration.ChooseDisplayNameAsync(id, null);
        Assert.Equal(0, await TimesUsedAsync());

        Assert.IsType<FinishOutcome.Completed>(await _registration.FinishAsync(id));
        Assert.IsType<FinishOutcome.AlreadyCompleted>(await _registration.FinishAsync(id));

        Assert.Equal(1, await TimesUsedAsync());
    }

    [Fact]
    public async Task A_token_that_is_revoked_or_expires_meanwhile_can_be_replaced_and_all_else_is_kept()
    {
        var (first, second) = (AToken.Of(text: "first", lifetime: TimeSpan.FromMinutes(30)), AToken.Of(text: "second"));
        await Host.ArrangeAsync(first, second);
        var wish = Continuation.OfAccount("/account/sessions");
        var id = await _registration.StoreAsync(verified: true, token: first.Id, continuation: wish);
        await _registration.ChooseDisplayNameAsync(id, "Alice");
        Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(wish, Assert.IsType<FinishOutcome.TokenNoLongerValid>(await _registration.FinishAsync(id)).Continuation);
        Assert.IsType<RegistrationTokenOutcome.Invalid>(await _registration.AttachTokenAsync(id, "first"));
        Assert.IsType<RegistrationTokenOutcome.Valid>(await _registration.AttachTokenAsync(id, "second"));
        Assert.IsType<FinishOutcome.Completed>(await _registration.FinishAsync(id));

        Assert.Equal([("first", 0), ("second", 1)], await Host.ReadAsync(async database =>
            (await database.RegistrationTokens.OrderBy(token => token.Text).Select(token => new { token.Text, token.TimesUsed }).ToListAsync()).Select(token => (token.Text, token.TimesUsed))));
    }

    [Fact]
    public async Task A15_Of_fifty_registrations_with_a_token_that_is_good_for_one_more_exactly_one_wins()
    {
        var token = AToken.Of(limit: 2);
        token.Use(Clock.GetUtcNow());
        await Host.ArrangeAsync(token);
        var ids = new List<Guid>();
        for (var i = 0; i < 50; i++)
        {
            ids.Add(await _registration.StoreAsync($"alice{i}", $"alice{i}@example.org", verified: true, token: token.Id));
            await _registration.ChooseDisplayNameAsync(ids[^1], null);
        }

        var outcomes = await AtOnceAsync(50, (process, number) => _registration.FinishAsync(ids[number], on: process));

        Assert.Single(outcomes.OfType<FinishOutcome.Completed>());
        Assert.Equal(49, outcomes.OfType<FinishOutcome.TokenNoLongerValid>().Count());
        Assert.Equal((2, 1), (await TimesUsedAsync(), await Host.ReadAsync(database => database.Users.CountAsync())));
    }

    private async Task<Guid> StoreAsync(string username, Guid? token = null)
    {
        var own = token is null ? AToken.Of(limit: null, text: $"for-{username}") : null;
        if (own is not null)
        {
            await Host.ArrangeAsync(own);
        }

        return await _registration.StoreAsync(username, $"{username}@example.org", verified: true, token: token ?? own!.Id);
    }

    private Task<string?> DisplayNameAsync(Guid id) =>
        Host.ReadAsync(database => database.Registrations.Where(registration => registration.Id == id).Select(registration => registration.DisplayName).SingleAsync());

    private Task<int> TimesUsedAsync() => Host.ReadAsync(database => database.RegistrationTokens.Select(token => token.TimesUsed).SingleAsync());

    public sealed class OnSqlite() : RegistrationStepTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : RegistrationStepTests(DatabaseProvider.PostgreSql);
}
