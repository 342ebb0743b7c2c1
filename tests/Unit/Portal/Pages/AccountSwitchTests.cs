using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Http;

/// <summary>What the operator keeps people from changing is offered nowhere, and refused where it is tried all the same.</summary>
public sealed class AccountSwitchTests : IAsyncLifetime
{
    private PortalFactory _site = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await PortalFactory.StartAsync(new Dictionary<string, string?>
        {
            ["Portal:Account:EmailChangeAllowed"] = "false",
            ["Portal:Account:DisplaynameChangeAllowed"] = "false",
            ["Portal:Account:AccountDeactivationAllowed"] = "false",
        });
        var alice = await _site.PersonAsync("alice");
        await _site.ArrangeAsync(A.Email(alice, "alice@mail.example"));
        _browser = await _site.SignedInAsync("alice");
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Is_offered_nowhere()
    {
        foreach (var address in (string[])["account/", "account/profile", "account/emails"])
        {
            var page = await _browser.GetAsync(address);
            Assert.Empty(page.Document.QuerySelectorAll("main a[href*=deactivate], main a[href$='/add'], main a[href$='/remove'], main input[name=display_name]"));
        }
    }

    [Fact]
    public async Task Is_refused()
    {
        var csrf = (await _browser.GetAsync("account/")).Field("csrf")!;
        var email = await _site.ReadAsync(database => database.UserEmails.SingleAsync());

        foreach (var (address, field, value) in new (string, string, string)[]
        {
            ("account/emails/add", "email", "other@mail.example"),
            ($"account/emails/{Portal.Identity.Protocol.TypedUlid.Encode("user_email", email.Id)}/remove", "x", "y"),
            ("account/profile", "display_name", "Other"),
            ("account/deactivate", "mxid", "@alice:example.org"),
        })
        {
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _browser.PostAsync(address, ("csrf", csrf), (field, value))).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync("account/deactivate")).Status);
        Assert.True(await _site.ReadAsync(database => database.Users.AllAsync(user => user.DeactivatedAt == null && user.DisplayName == null)));
        Assert.Equal(1, await _site.ReadAsync(database => database.UserEmails.CountAsync()));
    }

    [Fact]
    public async Task Is_not_advertised() =>
        Assert.DoesNotContain("account_deactivate", (await _browser.GetAsync(".well-known/openid-configuration")).Text, StringComparison.Ordinal);
}
