using Portal.Identity.Authorizations;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Authorizations;

/// <summary>An account page is come back to after signing in, and nothing else is (flows contract, section 2.8).</summary>
public sealed class ContinuationTests
{
    [Theory]
    [InlineData("/account")]
    [InlineData("/account/")]
    [InlineData("/account/sessions")]
    [InlineData("/account/sessions/oauth2_session:01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("/account/devices/AB.CD~EF_GH-IJ")]
    [InlineData("/account/devices/AB%2FCD%21EFGHIJ")]
    [InlineData("/account/devices/AB..CDEFGHIJ")]
    public void A_page_of_the_account_is_kept_as_it_is(string path)
    {
        var kept = Continuation.OfAccount(path);

        Assert.Equal(path, kept.ToPath());
        Assert.Equal(kept, Continuation.Parse(kept.ToQuery()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/accounts")]
    [InlineData("//evil.example/account/")]
    [InlineData("https://evil.example/account/")]
    [InlineData("/account//evil.example")]
    [InlineData("/account/../logout")]
    [InlineData("/account/%2e%2E/logout")]
    [InlineData("/account/.%2e/logout")]
    [InlineData("/account/./sessions")]
    [InlineData("/account/devices/x%2F..%2F..%2Flogout")]
    [InlineData("/account/devices/x%5C..%5Clogout")]
    [InlineData("/account/sessions?after=x")]
    [InlineData("/account/sessions#x")]
    [InlineData("/account/\\evil.example")]
    [InlineData("/account/a b")]
    [InlineData("/account/%")]
    [InlineData("/account/%0")]
    [InlineData("/account/%zz")]
    [InlineData("/account/a\r\nb")]
    public void Everything_else_leads_to_the_account_s_first_page(string path) => Assert.Equal("/account/", Continuation.OfAccount(path).ToPath());

    [Fact]
    public void A_sign_in_of_a_legacy_app_is_come_back_to()
    {
        var id = Guid.CreateVersion7(ManualClock.Start);
        var kept = Continuation.OfSsoLogin(id);

        Assert.Equal(kept, Continuation.Parse(kept.ToQuery()));
        Assert.Equal($"kind=continue_compat_sso_login&id={Ulid.Encode(id)}", kept.ToQuery());
        Assert.Equal($"/complete-compat-sso/{Ulid.Encode(id)}", kept.ToPath());
        Assert.Null(Continuation.Parse("kind=continue_compat_sso_login&id=x"));
    }

    [Fact]
    public void A_page_of_the_account_that_is_on_the_way_remembers_the_app_that_waits()
    {
        var app = Continuation.OfGrant(Guid.CreateVersion7(ManualClock.Start));
        var kept = Continuation.OfAccount("/account/second-step/set-up", app);

        Assert.Equal(kept, Continuation.Parse(kept.ToQuery()));
        Assert.Equal("/account/second-step/set-up?" + app.ToQuery(), kept.ToPath());
        Assert.Equal(kept.ToPath(), Continuation.OfAccount("/account/second-step/set-up", Continuation.Parse(app.ToQuery())).ToPath());
    }

    [Theory]
    [InlineData("next_kind=manage_account&next_path=//evil.example/", "/account/emails?kind=manage_account&path=%2Faccount%2F")]
    [InlineData("next_kind=manage_account&next_path=/account/x&next_next_kind=link_device", "/account/emails?kind=manage_account&path=%2Faccount%2Fx")]
    [InlineData("next_kind=continue_authorization_grant&next_id=//evil.example", "/account/emails")]
    [InlineData("next_kind=x", "/account/emails")]
    public void A5_What_comes_after_it_leads_out_as_little(string next, string path) =>
        Assert.Equal(path, Continuation.Parse("kind=manage_account&path=/account/emails&" + next)!.ToPath());

    [Fact]
    public void Nothing_but_a_page_of_the_account_goes_on_with_anything() =>
        Assert.Equal("/link", Continuation.Parse("kind=link_device&next_kind=manage_account&next_path=/account/")!.ToPath());

    [Fact]
    public void One_that_is_longer_than_any_of_ours_does_too() => Assert.Equal("/account/", Continuation.OfAccount("/account/" + new string('x', 1016)).ToPath());
}
