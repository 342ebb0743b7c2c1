using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>Every change that a thief of an open browser must not make asks for a fresh proof, by the strongest way that the account has (flows contract, section 5.4).</summary>
public sealed class StepUpTests : IAsyncLifetime
{
    private const string PasskeyForm = "form[data-passkey]";
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1);
    private readonly SoftwareAuthenticator _passkey = new();
    private readonly TwoSteps _steps = new();
    private PortalFactory _site = null!;
    private PortalUser _alice = null!;

    /// <summary>What an account can prove itself with.</summary>
    public enum Kind
    {
        Password,
        PasswordAndCode,
        PasswordAndPasskey,
        Passkey,
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _passkey.Dispose();
        await _site.DisposeAsync();
    }

    [Theory]
    [InlineData(Kind.Password)]
    [InlineData(Kind.PasswordAndCode)]
    [InlineData(Kind.PasswordAndPasskey)]
    [InlineData(Kind.Passkey)]
    public async Task A29_Every_sensitive_action_asks_for_the_strongest_proof_and_does_nothing_before(Kind kind)
    {
        var browser = await ArrangeAsync(kind);
        var before = await StateAsync();
        _site.Clock.Jump(Stale);

        foreach (var address in await SensitiveAsync(kind))
        {
            var asked = await browser.GetAsync(address);
            Assert.StartsWith("/account/confirm?", asked.Location ?? address, StringComparison.Ordinal);
            var page = await browser.FollowAsync(asked);
            Assert.Equal(("Confirm that it is you", kind is Kind.Password or Kind.PasswordAndCode, kind == Kind.PasswordAndCode, kind is Kind.PasswordAndPasskey or Kind.Passkey), (
                page.Heading, page.Document.QuerySelector("input[name=password]") is not null, page.Document.QuerySelector("input[name=code]") is not null, page.Document.QuerySelector(PasskeyForm) is not null));

            var posted = await browser.PostAsync(
                address, ("csrf", page.Field("csrf")!), ("email", "mallory@mail.example"), ("name", "mine"), ("scope", "x"), ("code", "123456"), ("password", A.Password), ("current_password", A.Password), ("new_password", "nine silver spoons under the stairs"), ("hs_erase", "true"));
            Assert.StartsWith("/account/confirm?", posted.Location ?? address, StringComparison.Ordinal);
        }

        Assert.Equal(before, await StateAsync());
    }

    [Theory]
    [InlineData(Kind.Password)]
    [InlineData(Kind.PasswordAndCode)]
    [InlineData(Kind.PasswordAndPasskey)]
    [InlineData(Kind.Passkey)]
    public async Task After_one_proof_every_one_is_open_until_it_is_old(Kind kind)
    {
        var browser = await ArrangeAsync(kind);
        _site.Clock.Jump(Stale);
        var addresses = await SensitiveAsync(kind);
        var page = await browser.FollowAsync(await browser.GetAsync(addresses[0]));

        var back = await ProveAsync(browser, page, kind);

        Assert.Equal("/" + addresses[0], back.Location);
        foreach (var address in addresses)
        {
            Assert.DoesNotContain("/account/confirm", (await browser.GetAsync(address)).Location ?? "", StringComparison.Ordinal);
        }

        _site.Clock.Jump(Stale);
        Assert.All(await Task.WhenAll(addresses.Select(address => browser.GetAsync(address))), answer => Assert.StartsWith("/account/confirm?", answer.Location, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("00:01:00")]
    [InlineData("00:30:00")]
    public async Task How_long_a_proof_counts_is_the_operators_choice(string lifetime)
    {
        var browser = await ArrangeAsync(Kind.Password, lifetime);
        _site.Clock.Jump(TimeSpan.Parse(lifetime, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("account/deactivate")).Status);

        _site.Clock.Jump(TimeSpan.FromSeconds(1));

        Assert.StartsWith("/account/confirm?", (await browser.GetAsync("account/deactivate")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A29_Without_a_second_step_and_a_passkey_the_password_page_asks_for_the_current_one_however_fresh_the_session_is()
    {
        var browser = await ArrangeAsync(Kind.Password);
        var before = await StateAsync();

        var page = await browser.GetAsync("account/password/change");
        await browser.SubmitAsync(page, ("current_password", ""), ("new_password", "nine silver spoons under the stairs"));
        await browser.SubmitAsync(page, ("current_password", "wrong"), ("new_password", "nine silver spoons under the stairs"));

        Assert.Equal(before, await StateAsync());
    }

    private async Task<Browser> ArrangeAsync(Kind kind, string? lifetime = null)
    {
        _site = await PortalFactory.StartAsync(new Dictionary<string, string?> { ["Portal:Account:AppPasswordsAllowed"] = "true", ["Portal:Account:ProofLifetime"] = lifetime });
        _alice = await _site.PersonAsync("alice", user => user.PasswordHash = kind == Kind.Passkey ? null : A.PasswordHash);
        await _site.ArrangeAsync(A.Email(_alice, "alice@mail.example"), A.Email(_alice, "second@mail.example"));
        if (kind is Kind.PasswordAndPasskey or Kind.Passkey)
        {
            await _passkey.EnrolAsync(_site, _alice);
        }

        if (kind == Kind.PasswordAndCode)
        {
            await _site.ArrangeAsync(_steps.RowsOf(_alice));
        }

        var browser = _site.Browser();
        var page = await browser.GetAsync("login");
        if (kind is Kind.PasswordAndPasskey or Kind.Passkey)
        {
            await AnswerAsync(browser, page);
        }
        else
        {
            var next = await browser.FollowAsync(await browser.SubmitAsync(page, ("username", "alice"), ("password", A.Password)));
            if (kind == Kind.PasswordAndCode)
            {
                await browser.SubmitAsync(next, ("code", _steps.CodeAt(_site.Clock.GetUtcNow())));
            }
        }

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("account/")).Status);
        return browser;
    }

    /// <summary>The pages that ask, each with the form of the same address.</summary>
    private async Task<IReadOnlyList<string>> SensitiveAsync(Kind kind)
    {
        var email = await _site.ReadAsync(database => database.UserEmails.OrderBy(email => email.Id).Select(email => email.Id).FirstAsync());
        var passkey = await _site.ReadAsync(database => database.Passkeys.Select(passkey => passkey.Id).FirstOrDefaultAsync());
        return
        [
            "account/emails/add", $"account/emails/{Ulid.Encode(email)}/remove",
            "account/passkeys/add", $"account/passkeys/{Ulid.Encode(passkey)}", $"account/passkeys/{Ulid.Encode(passkey)}/remove",
            "account/second-step/set-up", "account/second-step/off", "account/second-step/new-codes",
            "account/deactivate", "account/reset-cross-signing", "account/data", "account/tokens/new", "account/app-passwords/new",
            .. kind is Kind.PasswordAndCode or Kind.PasswordAndPasskey ? ["account/password/change"] : Array.Empty<string>(), // else it asks for the current one itself, or there is none
        ];
    }

    private async Task<Answer> ProveAsync(Browser browser, Answer page, Kind kind) => kind switch
    {
        Kind.Password => await browser.SubmitAsync(page, ("password", A.Password)),
        Kind.PasswordAndCode => await browser.SubmitAsync(page, ("password", A.Password), ("code", _steps.CodeAt(_site.Clock.GetUtcNow()))),
        _ => await AnswerAsync(browser, page),
    };

    private Task<Answer> AnswerAsync(Browser browser, Answer page) =>
        browser.SubmitAsync(page, page.Form(PasskeyForm), ("credential", _passkey.Get(page.Form(PasskeyForm).GetAttribute("data-options")!)));

    // All that such an action could change.
    private Task<string> StateAsync() => _site.ReadAsync(async database =>
    {
        var user = await database.Users.AsNoTracking().SingleAsync();
        return $"{user.PasswordHash} {user.DeactivatedAt} {await database.UserEmails.CountAsync()} {await database.EmailVerifications.CountAsync()} {await database.Passkeys.CountAsync()} {await database.Authenticators.CountAsync()} "
            + $"{await database.RecoveryCodes.CountAsync()} {await database.PersonalSessions.CountAsync()} {await database.AppPasswords.CountAsync()} {await database.SecurityEvents.CountAsync()} {await database.Outbox.CountAsync()}";
    });
}
