using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts.Recovery;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Accounts.Recovery;

/// <summary>How often links may be asked for (policy contract, section 6), and that nobody learns from it who has an account.</summary>
public abstract class RecoveryLimitTests(DatabaseProvider engine) : StorageTest(engine)
{
    private readonly CommandCounter _commands = new();

    private ARecovery _recovery = null!;

    protected override Dictionary<string, string?> Settings => new() { ["Portal:Account:PasswordRecoveryEnabled"] = "true" };

    protected override void Change(IServiceCollection services) => _commands.AddTo(services);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _recovery = new ARecovery(Host);
        var alice = A.User(passwordHash: A.PasswordHash);
        await Host.ArrangeAsync(alice, A.Email(alice, ARecovery.Address));
    }

    [Theory]
    [InlineData(ARecovery.Address)]
    [InlineData("nobody@mail.example")]
    public async Task Lines_19_and_20_Three_at_once_and_then_three_an_hour_from_one_address(string email)
    {
        for (var number = 0; number < 3; number++)
        {
            Assert.IsType<RecoveryRequestOutcome.Sent>(await _recovery.TryStartAsync($"{number}{email}"));
        }

        Assert.Equal(TimeSpan.FromMinutes(20), Assert.IsType<RecoveryRequestOutcome.RateLimited>(await _recovery.TryStartAsync(email)).RetryAfter);
        Assert.IsType<RecoveryRequestOutcome.Sent>(await _recovery.TryStartAsync(email, address: "192.0.2.2"));
        Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.IsType<RecoveryRequestOutcome.Sent>(await _recovery.TryStartAsync(email));
    }

    [Theory]
    [InlineData(ARecovery.Address)]
    [InlineData("nobody@mail.example")]
    public async Task Lines_19_and_21_Three_at_once_and_then_one_an_hour_for_one_mailbox_however_it_is_written(string email)
    {
        for (var number = 0; number < 3; number++)
        {
            Assert.IsType<RecoveryRequestOutcome.Sent>(await _recovery.TryStartAsync(email, address: $"192.0.2.{number}"));
        }

        Assert.Equal(
            TimeSpan.FromHours(1), Assert.IsType<RecoveryRequestOutcome.RateLimited>(await _recovery.TryStartAsync(email.ToUpperInvariant(), address: "192.0.2.9")).RetryAfter);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A31_Passwords_that_come_with_a_link_are_limited_by_address_whether_the_link_works_or_not(bool works)
    {
        var ticket = works ? await _recovery.TicketAsync() : new string('x', 32);
        for (var number = 0; number < 10; number++)
        {
            Assert.IsNotType<ResetPasswordOutcome.RateLimited>(await _recovery.ResetAsync(ticket, "weak"));
        }

        var limited = Assert.IsType<ResetPasswordOutcome.RateLimited>(await _recovery.ResetAsync(ticket));

        Assert.Equal(TimeSpan.FromSeconds(6), limited.RetryAfter);
        Assert.Equal(works, limited.Link is RecoveryLink.Ready);
        Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(works, await _recovery.ResetAsync(ticket) is ResetPasswordOutcome.Saved);
    }

    [Fact]
    public async Task Another_mail_takes_from_the_same_allowance()
    {
        var request = await _recovery.StartAsync();
        Assert.IsType<RecoveryRequestOutcome.Sent>(await _recovery.ResendAsync(request));
        Assert.IsType<RecoveryRequestOutcome.Sent>(await _recovery.ResendAsync(request));

        Assert.IsType<RecoveryRequestOutcome.RateLimited>(await _recovery.ResendAsync(request));
        Assert.IsType<RecoveryRequestOutcome.RateLimited>(await _recovery.TryStartAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("alice@")]
    [InlineData("a\0b@mail.example")]
    public async Task Line_22_What_is_no_address_costs_no_allowance_and_stores_nothing(string email)
    {
        for (var number = 0; number < 5; number++)
        {
            Assert.IsNotType<RecoveryRequestOutcome.RateLimited>(await _recovery.TryStartAsync(email));
        }

        Assert.Equal(0, await Host.ReadAsync(database => database.RecoverySessions.CountAsync()));
        Assert.IsType<RecoveryRequestOutcome.Sent>(await _recovery.TryStartAsync());
    }

    [Fact]
    public async Task Line_28_A45_The_database_does_the_same_work_whether_or_not_somebody_has_the_address()
    {
        await _recovery.TryStartAsync("first@mail.example"); // the limits of this requester have rows now
        _commands.Clear();
        await _recovery.TryStartAsync(ARecovery.Address);
        var known = _commands.Statements;
        _commands.Clear();

        await _recovery.TryStartAsync("nobody@mail.example");

        Assert.Equal(known, _commands.Statements);
        Assert.DoesNotContain(known, statement => statement.Contains("user_emails", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Line_28_Nothing_is_mailed_to_an_address_that_nobody_has()
    {
        await _recovery.TryStartAsync("nobody@mail.example");

        Assert.Empty(await _recovery.TicketsAsync());
    }

    public sealed class OnSqlite() : RecoveryLimitTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : RecoveryLimitTests(DatabaseProvider.PostgreSql);
}
