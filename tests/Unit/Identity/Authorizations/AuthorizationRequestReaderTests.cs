using Portal.Identity.Authorizations;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Identity.Clients;
using Xunit;
using static Portal.Identity.Authorizations.AuthorizationDecision;

namespace Portal.Tests.Unit.Identity.Authorizations;

public sealed class AuthorizationRequestReaderTests
{
    [Theory]
    [InlineData("client_id=", AuthorizationRefusal.MissingParameter)]
    [InlineData("response_type=", AuthorizationRefusal.MissingParameter)]
    [InlineData("response_type=%20", AuthorizationRefusal.MissingParameter)]
    [InlineData("scope=", AuthorizationRefusal.MissingParameter)]
    [InlineData("scope=a%20%20b", AuthorizationRefusal.MalformedParameter)]
    [InlineData("scope=a%22b", AuthorizationRefusal.MalformedParameter)]
    [InlineData("redirect_uri=/cb", AuthorizationRefusal.MalformedParameter)]
    [InlineData("max_age=-1", AuthorizationRefusal.MalformedParameter)]
    [InlineData("max_age=soon", AuthorizationRefusal.MalformedParameter)]
    [InlineData("ui_locales=en_US", AuthorizationRefusal.MalformedParameter)]
    [InlineData("state=%00", AuthorizationRefusal.MalformedParameter)]
    [InlineData("anything=%00", AuthorizationRefusal.MalformedParameter)]
    [InlineData("redirect_uri=https://example.com/other", AuthorizationRefusal.UnregisteredRedirectUri)] // line 25
    [InlineData("redirect_uri=https://example.com/cb%23", AuthorizationRefusal.UnregisteredRedirectUri)]
    [InlineData("response_mode=web_message", AuthorizationRefusal.IllegalResponseMode)]
    [InlineData("response_mode=query&response_type=token", AuthorizationRefusal.IllegalResponseMode)]
    [InlineData("response_mode=query&response_type=code%20id_token", AuthorizationRefusal.IllegalResponseMode)]
    // First whom to answer, then what: nothing else in the request brings a redirect back.
    [InlineData("redirect_uri=https://evil.test/&prompt=none&request=x&response_type=token", AuthorizationRefusal.UnregisteredRedirectUri)]
    [InlineData("response_mode=x&prompt=none", AuthorizationRefusal.IllegalResponseMode)]
    public void A_request_that_may_not_be_the_clients_ends_on_a_page(string changes, AuthorizationRefusal reason)
    {
        var refusal = Assert.IsType<RefusedOnPage>(Authorize.Read(changes));

        Assert.Equal(reason, refusal.Reason);
        Assert.NotEmpty(refusal.Sentence);
    }

    [Fact]
    public void Line_25_an_unknown_client_ends_on_a_page() => Assert.Equal(
        AuthorizationRefusal.UnknownClient,
        Assert.IsType<RefusedOnPage>(AuthorizationRequestReader.Read(Authorize.Form("prompt=none"), client: null)).Reason);

    [Fact]
    public void A_repeated_parameter_ends_on_a_page() => Assert.Equal(
        AuthorizationRefusal.RepeatedParameter,
        Assert.IsType<RefusedOnPage>(AuthorizationRequestReader.Read(OAuthForm.Read([new("state", "1"), new("state", "2")]), Registration.Register())).Reason);

    [Theory]
    [InlineData("28", "request=x", "request_not_supported")]
    [InlineData("28", "request_uri=https://example.com/", "request_uri_not_supported")]
    [InlineData("28", "response_type=token", "unsupported_response_type")]
    [InlineData("4.2", "response_type=code%20token", "unsupported_response_type")]
    [InlineData("D2", "response_type=none", "unsupported_response_type")]
    [InlineData("D9", "response_type=magic", "unsupported_response_type")]
    [InlineData("D9", "response_type=code%20magic", "unsupported_response_type")]
    [InlineData("4.2", "response_type=id_token", "unauthorized_client")]
    [InlineData("4.2", "response_type=id_token%20code", "unauthorized_client")]
    [InlineData("4.2", "registration={}", "registration_not_supported")]
    [InlineData("26", "prompt=login%20none", "invalid_request")]
    [InlineData("26", "prompt=none%20dance", "invalid_request")]
    [InlineData("D28", "code_challenge=&code_challenge_method=", "invalid_request")]
    [InlineData("D28", "code_challenge_method=plain", "invalid_request")]
    [InlineData("D10", "code_challenge_method=", "invalid_request")]
    [InlineData("D10", "code_challenge=", "invalid_request")]
    [InlineData("D10", "code_challenge_method=S512", "invalid_request")]
    [InlineData("4.5", "code_challenge=short", "invalid_request")]
    [InlineData("RFC 9449 §10", "dpop_jkt=short", "invalid_request")]
    [InlineData("RFC 9449 §10", "dpop_jkt=0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I0", "invalid_request")]
    [InlineData("RFC 9449 §10", "dpop_jkt=0ZcOCORZNYy%2bDWpqq30jZyJGHTN0d2HglBV3uiguA4I", "invalid_request")]
    [InlineData("KeyBinding", "dpop_jkt=0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I&scope=openid%20urn:matrix:client:api:*", "invalid_scope")]
    // the order of the table in section 4.2
    [InlineData("1 before 2", "request=x&request_uri=y", "request_not_supported")]
    [InlineData("2 before 3", "request_uri=y&response_type=token", "request_uri_not_supported")]
    [InlineData("3 before 4", "response_type=token%20id_token", "unsupported_response_type")]
    [InlineData("4 before 5", "response_type=id_token&registration=x", "unauthorized_client")]
    [InlineData("5 before 6", "registration=x&prompt=none%20login", "registration_not_supported")]
    public void A_request_that_cannot_succeed_is_refused_to_the_client_with_its_state(string line, string changes, string code)
    {
        var refusal = Assert.IsType<RefusedToClient>(Authorize.Read(changes));

        Assert.True(string.Equals(code, refusal.Error.Code, StringComparison.Ordinal), $"line {line}: {refusal.Error}");
        Assert.Equal(("https://example.com/cb", "xyz"), (refusal.Return.RedirectUri, refusal.Return.State));
    }

    [Fact]
    public void A_request_may_name_the_key_to_which_its_code_is_bound() => Assert.Equal(
        "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", Assert.IsType<Accepted>(Authorize.Read("dpop_jkt=0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")).Request.KeyThumbprint);

    [Fact]
    public void A_client_whose_tokens_are_bound_cannot_ask_for_what_cannot_be_bound()
    {
        var client = Registration.Register("""{ "dpop_bound_access_tokens": true }""");

        Assert.Equal("invalid_scope", Assert.IsType<RefusedToClient>(Authorize.Read("scope=urn:matrix:client:api:*", client)).Error.Code);
        Assert.IsType<Accepted>(Authorize.Read("", client));
    }

    [Fact]
    public void A_client_without_the_code_grant_is_refused_after_a_contradictory_prompt()
    {
        var client = Registration.Register("""{ "grant_types": ["refresh_token"], "response_types": [] }""");

        Assert.Equal("unauthorized_client", Assert.IsType<RefusedToClient>(Authorize.Read("", client)).Error.Code);
        Assert.Equal("invalid_request", Assert.IsType<RefusedToClient>(Authorize.Read("prompt=none%20login", client)).Error.Code);
        Assert.Equal("unauthorized_client", Assert.IsType<RefusedToClient>(Authorize.Read("code_challenge=", client)).Error.Code);
    }

    [Theory]
    [InlineData("", ResponseMode.Query)]
    [InlineData("response_mode=query", ResponseMode.Query)]
    [InlineData("response_mode=fragment", ResponseMode.Fragment)]
    [InlineData("response_mode=form_post", ResponseMode.FormPost)]
    public void The_answer_goes_by_the_mode_that_was_asked_for(string changes, ResponseMode mode) =>
        Assert.Equal(mode, Assert.IsType<Accepted>(Authorize.Read(changes)).Request.Return.Mode);

    [Theory]
    [InlineData("response_type=token", ResponseMode.Fragment)]
    [InlineData("response_type=magic", ResponseMode.Query)]
    [InlineData("response_type=token&response_mode=form_post", ResponseMode.FormPost)]
    [InlineData("prompt=none%20login&response_mode=fragment", ResponseMode.Fragment)] // line 27
    public void A_refusal_goes_by_the_mode_of_the_request(string changes, ResponseMode mode) =>
        Assert.Equal(mode, Assert.IsType<RefusedToClient>(Authorize.Read(changes)).Return.Mode);

    [Fact]
    public void Line_34_the_only_redirect_URI_may_be_left_out() => Assert.Equal(
        "https://example.com/cb", Assert.IsType<Accepted>(Authorize.Read("redirect_uri=")).Request.Return.RedirectUri);

    [Fact]
    public void Line_34_of_two_redirect_URIs_one_must_be_named()
    {
        var client = Registration.Register("""{ "redirect_uris": ["https://example.com/cb", "https://example.com/other"] }""");

        Assert.Equal(AuthorizationRefusal.AmbiguousRedirectUri, Assert.IsType<RefusedOnPage>(Authorize.Read("redirect_uri=", client)).Reason);
    }

    [Fact]
    public void Line_35_a_loopback_port_is_kept_in_the_answer()
    {
        var client = Registration.Register("""{ "application_type": "native", "redirect_uris": ["http://127.0.0.1/cb"] }""");

        Assert.Equal("http://127.0.0.1:8123/cb", Assert.IsType<Accepted>(Authorize.Read("redirect_uri=http://127.0.0.1:8123/cb", client)).Request.Return.RedirectUri);
        Assert.IsType<RefusedOnPage>(Authorize.Read("redirect_uri=http://localhost/cb", client));
    }

    [Fact]
    public void What_the_client_wished_is_read()
    {
        const string Wishes = "nonce=n&login_hint=mxid:@a:b&prompt=login%20create%20dance%20select_account%20consent&max_age=0&ui_locales=de-AT%20en&extra=1&response_type=code%20code";

        var request = Assert.IsType<Accepted>(Authorize.Read(Wishes)).Request;

        Assert.Equal(("n", "mxid:@a:b", Authorize.Challenge), (request.Nonce, request.LoginHint, request.CodeChallenge));
        Assert.Equal(
            AuthorizationPrompts.Login | AuthorizationPrompts.Create | AuthorizationPrompts.SelectAccount | AuthorizationPrompts.Consent,
            request.Prompts);
        Assert.Equal(TimeSpan.Zero, request.MaxAge);
        Assert.Equal(["de-AT", "en"], request.UiLocales);
        Assert.Equal("1", request.RawParameters["extra"]);
    }

    [Fact]
    public void What_the_client_did_not_wish_is_absent()
    {
        var request = Assert.IsType<Accepted>(Authorize.Read("state=")).Request;

        Assert.Equal((null, null, null, null), (request.Nonce, request.LoginHint, request.MaxAge, request.Return.State));
        Assert.Equal(AuthorizationPrompts.Unspecified, request.Prompts);
    }

    [Fact]
    public void Scope_content_is_not_judged_here() => Assert.IsType<Accepted>(Authorize.Read("scope=phone%20urn:mas:admin"));
}
