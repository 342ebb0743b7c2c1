using Portal.Tests.Unit.Support;

namespace Portal.Tests.Unit.Fuzz;

/// <summary>What is known of the endpoints' inputs: good requests, the values that names may have, and values that are good nowhere.</summary>
internal static class FuzzGrammar
{
    private const string Pkce = $"code_challenge={HttpApp.Challenge}&code_challenge_method=S256";
    private const string AuthorizationRequest = $"response_type=code&client_id=«client»&redirect_uri=«redirect»&scope=«scope»&state=abc&nonce=n-0S6&{Pkce}";
    private const string Continue = "kind=continue_authorization_grant&id=«grant»";

    /// <summary>Good requests. An endpoint without one gets those parameters that others have.</summary>
    public static readonly IReadOnlyList<FuzzExample> Examples =
    [
        new("GET /.well-known/webfinger", "resource=acct:alice@example.org&rel=http://openid.net/specs/connect/1.0/issuer"),
        new("GET /authorize", AuthorizationRequest),
        new("GET /authorize", $"{AuthorizationRequest}&response_mode=fragment&prompt=consent&max_age=0&ui_locales=de+en&login_hint=«username»"),
        new("GET /authorize", $"{AuthorizationRequest}&response_mode=form_post&prompt=none&claims=%7B%22id_token%22%3A%7B%22email%22%3Anull%7D%7D"),
        new("GET /authorize", $"{AuthorizationRequest}&prompt=select_account&id_token_hint=«id-token»&display=page&acr_values=0"),
        new("GET /authorize", "client_id=«client»&request_uri=«request-uri»"),
        new("GET /authorize", $"response_type=code&client_id=«client-url»&redirect_uri=«redirect»&scope=openid&state=abc&{Pkce}"),
        new("POST /authorize", Form: AuthorizationRequest),
        new("POST /oauth2/par", Form: AuthorizationRequest),
        new("POST /oauth2/par", Form: $"response_type=code&scope=openid&{Pkce}&redirect_uri=«redirect»", Authorization: "«basic»"),
        new("POST /oauth2/token", Form: $"grant_type=authorization_code&code=«code»&redirect_uri=«redirect»&code_verifier={HttpApp.Verifier}&client_id=«client»"),
        new("POST /oauth2/token", Form: "grant_type=refresh_token&refresh_token=«refresh-token»&scope=openid&client_id=«client»"),
        new("POST /oauth2/token", Form: "grant_type=client_credentials&scope=urn:mas:graphql:*", Authorization: "«basic»"),
        new("POST /oauth2/token", Form: "grant_type=client_credentials&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion=«id-token»"),
        new("POST /oauth2/token", Form: "grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=«device-code»&client_id=«client»"),
        new("POST /oauth2/token", Form: "grant_type=refresh_token&refresh_token=«bound-refresh-token»&client_id=«bound-client»", Proof: "«proof»"),
        new("POST /oauth2/token", Form: "grant_type=client_credentials&scope=urn:mas:graphql:*", Authorization: "«basic»", Proof: "«proof»"),
        new("POST /oauth2/par", Form: $"response_type=code&scope=openid&{Pkce}&redirect_uri=«redirect»&client_id=«bound-client»", Proof: "«proof»"),
        new("POST /oauth2/device", Form: "client_id=«client»&scope=openid"),
        new("POST /oauth2/introspect", Form: "token=«access-token»&token_type_hint=access_token", Authorization: "Bearer «homeserver»"),
        new("POST /oauth2/introspect", Form: "token=«refresh-token»&token_type_hint=refresh_token", Authorization: "«basic»"),
        new("POST /oauth2/introspect", Form: "token=«bound-access-token»", Authorization: "Bearer «homeserver»"),
        new("POST /oauth2/revoke", Form: "token=«refresh-token»&token_type_hint=refresh_token&client_id=«client»"),
        new("GET /oauth2/userinfo", Authorization: "Bearer «access-token»"),
        new("POST /oauth2/userinfo", Form: "access_token=«access-token»"),
        new("GET /oauth2/userinfo", Authorization: "DPoP «bound-access-token»", Proof: "«proof-with-token»"),
        new("POST /oauth2/userinfo", Authorization: "DPoP «bound-access-token»", Proof: "«proof-with-token»"),
        new("POST /oauth2/registration", Json:
            """
            client_name="App"&client_uri="https://app.example/"&logo_uri="https://app.example/logo.png"&redirect_uris=["https://app.example/cb"]&grant_types=["authorization_code","refresh_token"]&response_types=["code"]&token_endpoint_auth_method="none"&application_type="web"&contacts=["a@example.org"]
            """),
        new("POST /oauth2/registration", Json:
            """
            client_name="Native"&client_name#de="Einheimisch"&client_uri="https://app.example/"&redirect_uris=["com.example.app:/cb","http://127.0.0.1/cb"]&application_type="native"&token_endpoint_auth_method="private_key_jwt"&token_endpoint_auth_signing_alg="ES256"&jwks={"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}&default_max_age=3600&require_auth_time=true
            """),
        new("POST /oauth2/introspect", Form: "token=«legacy-access-token»&token_type_hint=access_token", Authorization: "Bearer «homeserver»"),
        new("POST /oauth2/revoke", Form: "token=«legacy-refresh-token»&client_id=«client»"),
        new("GET /_matrix/client/{version}/login"),
        new("POST /_matrix/client/{version}/login", Json:
            """
            type="m.login.password"&identifier={"type":"m.id.user","user":"«username»"}&password="wrong"&device_id="PHONE"&initial_device_display_name="Phone"&refresh_token=true
            """),
        new("POST /_matrix/client/{version}/login", Json:
            """
            type="m.login.password"&user="«username»"&password="an otter paints seven quiet windows"&device_id="PHONE"
            """),
        new("POST /_matrix/client/{version}/login", Json:
            """
            type="m.login.token"&token="«login-token»"&device_id="PHONE"&initial_device_display_name="Phone"&refresh_token=true
            """),
        new("POST /_matrix/client/{version}/refresh", Json: "refresh_token=\"«legacy-refresh-token»\""),
        new("POST /_matrix/client/{version}/logout", Authorization: "Bearer «legacy-access-token»"),
        new("POST /_matrix/client/{version}/logout/all", Json: "io.element.only_compat_is_fine=true", Authorization: "Bearer «legacy-access-token»"),
        new("GET /_matrix/client/{version}/login/sso/redirect/{provider?}", "redirectUrl=«redirect»&action=register&org.matrix.msc3824.action=login"),
        new("GET /complete-compat-sso/{id}", "action=register&org.matrix.msc3824.action=login"),
        new("POST /complete-compat-sso/{id}", Form: "action=allow&csrf=«csrf»"),
        new("POST /complete-compat-sso/{id}", Form: "action=cancel&csrf=«csrf»"),
        new("POST /complete-compat-sso/{id}", Form: "action=switch&csrf=«csrf»"),
        new("GET /login", "kind=continue_compat_sso_login&id=«sso-login»"),
        new("GET /login", $"{Continue}&login_hint=«username»"),
        new("POST /login", Continue, "username=«username»&password=wrong&csrf=«csrf»"),
        new("GET /login/code", Continue),
        new("POST /login", Continue, "state=AAAA&credential={}&csrf=«csrf»"),
        new("POST /login/code", Continue, "code=123456&csrf=«csrf»"),
        new("POST /login", "", "username=&password=&csrf=«csrf»"),
        new("POST /logout", Form: $"csrf=«csrf»&{Continue}"),
        new("GET /select-account", Continue),
        new("POST /select-account", Continue, "action=continue&csrf=«csrf»"),
        new("POST /select-account", Continue, "action=switch&csrf=«csrf»"),
        new("GET /register", Continue),
        new("GET /register/password", $"{Continue}&username=carol&from=«registration»"),
        new("POST /register/password", Continue, "username=c%20c&email=carol@example.org&password=short&password_confirm=other&accept_terms=on&csrf=«csrf»"),
        new("POST /register/password", Form: "username=carol&pick=carol2&email=carol@example.org&password=aaaaaaaaaaaaaaaa&csrf=«csrf»"),
        new("GET /register/steps/{id}/finish"),
        new("GET /register/steps/{id}/verify-email"),
        new("POST /register/steps/{id}/verify-email", Form: "code=123456&csrf=«csrf»"),
        new("POST /register/steps/{id}/verify-email", Form: "action=resend&csrf=«csrf»"),
        new("GET /register/steps/{id}/name"),
        new("POST /register/steps/{id}/name", Form: "username=carol3&pick=carol4&csrf=«csrf»"),
        new("GET /register/username", "username=carol"),
        new("GET /register/steps/{id}/display-name"),
        new("POST /register/steps/{id}/display-name", Form: "display_name=Carol&csrf=«csrf»"),
        new("POST /register/steps/{id}/display-name", Form: "action=skip&csrf=«csrf»"),
        new("GET /register/steps/{id}/passkey"),
        new("POST /register/steps/{id}/passkey", Form: "state=AAAA&credential={}&csrf=«csrf»"),
        new("GET /register/steps/{id}/token"),
        new("POST /register/steps/{id}/token", Form: "token=abcdefghijkl&csrf=«csrf»"),
        new("GET /register/token", Continue),
        new("POST /register/token", Continue, "token=abcdefghijkl&csrf=«csrf»"),
        new("GET /invite", "token=abcdefghijkl"),
        new("POST /invite", "token=abcdefghijkl", "csrf=«csrf»"),
        new("GET /terms", Continue),
        new("POST /terms", Continue, "terms=https://example.org/terms&accept_terms=on&csrf=«csrf»"),
        new("POST /terms", Continue, "action=sign-out&csrf=«csrf»"),
        new("GET /login/deleted", Continue),
        new("POST /login/deleted", Continue, "action=keep&csrf=«csrf»"),
        new("GET /language", $"return=/login&{Continue}"),
        new("POST /language", Form: "language=de&return=/login?kind=x&csrf=«csrf»"),
        new("GET /recover", Continue),
        new("POST /recover", Continue, "email=carol@example.org&csrf=«csrf»"),
        new("GET /recover/progress/{id}"),
        new("POST /recover/progress/{id}", Form: "csrf=«csrf»"),
        new("GET /account/password/recovery", "ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        new("POST /account/password/recovery", "ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "new_password=aaaaaaaaaaaaaaaa&new_password_again=b&end_sessions=true&csrf=«csrf»"),
        new("POST /account/password/recovery", "ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "action=resend&csrf=«csrf»"),
        new("GET /account/not-me", "ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        new("POST /account/not-me", "ticket=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "csrf=«csrf»"),
        new("GET /account/activity/not-me"),
        new("POST /account/activity/not-me", Form: "csrf=«csrf»"),
        new("GET /account/password/change"),
        new("POST /account/password/change", Form: "current_password=wrong&new_password=aaaaaaaaaaaaaaaa&new_password_again=b&end_sessions=true&csrf=«csrf»"),
        new("GET /account/password/change/success"),
        new("POST /password/strength", Form: "password=aaaaaaaaaaaaaaaa&username=carol&email=carol@example.org&csrf=«csrf»"),
        new("GET /consent/{id}"),
        new("POST /consent/{id}", Form: "action=allow&dangerous=on&csrf=«csrf»"),
        new("POST /consent/{id}", Form: "action=cancel&csrf=«csrf»"),
        new("POST /consent/{id}", Form: "action=switch&csrf=«csrf»"),
        new("GET /link", "code=«user-code»"),
        new("POST /link", Form: "code=«user-code»&csrf=«csrf»"),
        new("GET /device/{id}"),
        new("POST /device/{id}", Form: "action=consent&confirm_device=on&csrf=«csrf»"),
        new("POST /device/{id}", Form: "action=reject&csrf=«csrf»"),
        new("GET /end-session", "client_id=«client»&id_token_hint=«id-token»&post_logout_redirect_uri=«redirect»&state=abc"),
        new("POST /end-session", Form: "client_id=«client»&post_logout_redirect_uri=«redirect»&state=abc"),
        new("POST /end-session/confirm", Form: "client_id=«client»&post_logout_redirect_uri=«redirect»&state=abc&csrf=«csrf»"),
        new("GET /client-logos/{client}/{fingerprint}.png"),
        new("GET /account", "action=org.matrix.device_view&device_id=ABCDEFGHIJ"),
        new("GET /account", "action=org.matrix.profile&org.matrix.msc4198.login_hint=«username»"),
        new("GET /account/confirm", "kind=manage_account&path=/account/emails/add"),
        new("POST /account/confirm", "kind=manage_account&path=/account/emails/add", "password=wrong&csrf=«csrf»"),
        new("POST /account/profile", Form: "display_name=Carol&csrf=«csrf»"),
        new("POST /account/emails/add", Form: "email=carol@example.org&csrf=«csrf»"),
        new("GET /account/emails/{id}/verify"),
        new("POST /account/emails/{id}/verify", Form: "code=123456&csrf=«csrf»"),
        new("POST /account/emails/{id}/verify", Form: "action=resend&csrf=«csrf»"),
        new("GET /account/emails/{id}/in-use"),
        new("GET /account/emails/{id}/remove"),
        new("POST /account/emails/{id}/remove", Form: "csrf=«csrf»"),
        new("POST /account/deactivate", Form: "mxid=@nobody:example.org&erase=on&csrf=«csrf»"),
        new("POST /account/data", Form: "csrf=«csrf»"),
        new("GET /account/second-step/needed", Continue),
        new("POST /account/second-step/needed", Continue, Form: "csrf=«csrf»"),
        new("GET /account/second-step/set-up", Continue),
        new("POST /account/second-step/set-up", Continue, Form: "code=123456&csrf=«csrf»"),
        new("GET /account/second-step/codes", Continue),
        new("POST /account/second-step/codes", Form: "csrf=«csrf»"),
        new("POST /account/second-step/new-codes", Form: "csrf=«csrf»"),
        new("POST /account/second-step/off", Form: "csrf=«csrf»"),
        new("GET /account/passkeys"),
        new("GET /account/passkeys/add"),
        new("POST /account/passkeys/add", Form: "state=AAAA&credential={}&csrf=«csrf»"),
        new("GET /account/passkeys/offer", Continue),
        new("POST /account/passkeys/offer", Continue, Form: "action=later&csrf=«csrf»"),
        new("POST /account/passkeys/offer", Form: "state=AAAA&credential={}&csrf=«csrf»"),
        new("GET /account/passkeys/{id}"),
        new("POST /account/passkeys/{id}", Form: "name=key&csrf=«csrf»"),
        new("GET /account/passkeys/{id}/remove"),
        new("POST /account/passkeys/{id}/remove", Form: "csrf=«csrf»"),
        new("GET /.well-known/passkey-endpoints"),
        new("GET /theme/{file}"),
        new("HEAD /theme/{file}"),
        new("POST /account/reset-cross-signing", Form: "csrf=«csrf»"),
        new("GET /account/sessions", "kind=apps&inactive=true&after=«oauth-session»&before=«oauth-session».1700000000000000"),
        new("GET /account/sessions/browsers", "inactive=true"),
        new("GET /account/sessions/sign-out", "session=oauth2_session:«oauth-session»&session=browser_session:«browser-session»&inactive=true"),
        new("POST /account/sessions/end", Form: "session=oauth2_session:«oauth-session»&csrf=«csrf»"),
        new("POST /account/sessions/end", Form: "session=browser_session:«browser-session»&csrf=«csrf»"),
        new("POST /account/sessions/end", Form: "session=compat_session:«legacy-session»&csrf=«csrf»"),
        new("POST /account/sessions/end", Form: "inactive=true&csrf=«csrf»"),
        new("GET /account/sessions/end-others"),
        new("POST /account/sessions/end-others", Form: "csrf=«csrf»"),
        new("GET /account/sessions/{session}"),
        new("GET /account/sessions/{session}/rename"),
        new("POST /account/sessions/{session}/rename", Form: "name=work&csrf=«csrf»"),
        new("GET /account/tokens"),
        new("GET /account/tokens/new"),
        new("POST /account/tokens/new", Form: "name=bot&reach=Account&lifetime=30&runs_accounts=true&confirm_power=true&csrf=«csrf»"),
        new("GET /account/tokens/{id}/made"),
        new("GET /account/tokens/{id}/end"),
        new("POST /account/tokens/{id}/end", Form: "csrf=«csrf»"),
        new("GET /account/app-passwords"),
        new("GET /account/app-passwords/new"),
        new("POST /account/app-passwords/new", Form: "name=app&csrf=«csrf»"),
        new("GET /account/app-passwords/{id}/made"),
        new("GET /account/app-passwords/{id}/end"),
        new("POST /account/app-passwords/{id}/end", Form: "csrf=«csrf»"),
        new("GET /account/devices/{**device}"),
        new("GET /account/clients/{client}"),
        new("GET /gallery", Query: "theme=dark&lang=ar&width=desktop&logo=none&q=wrong&area=sign-in"),
        new("GET /gallery/pages/{id}", Query: "theme=light&lang=de&still=1"),
        new("GET /gallery/mails/{id}", Query: "part=text"),
        new("POST /gallery/tokens", Form: "light.color.accent=%237d1f2d&csrf=«csrf»"),
        new("POST /gallery/tokens/theme.zip", Form: "csrf=«csrf»"),
    ];

    /// <summary>Good values of the parts of a path.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> RouteValues = new Dictionary<string, string[]>
    {
        ["id"] = ["«grant»", "«registration»", "«grant-done»", "«oauth-session»", "«device-grant»", "«sso-login»", "sign-in.empty", "mail.code"],
        ["version"] = ["v3", "r0", "unstable"],
        ["provider"] = ["oidc"],
        ["client"] = ["«client»"],
        ["session"] = ["oauth2_session:«oauth-session»", "browser_session:«browser-session»", "compat_session:«legacy-session»"],
        ["device"] = ["ABCDEFGHIJ"],
        ["fingerprint"] = ["«fingerprint»"],
        ["file"] = ["aaaaaaaaaaaaaaaa.css"],
    };

    /// <summary>All names that some endpoint knows, and the good values of each, outside of JSON.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Vocabulary = Examples
        .SelectMany(example => example.QueryParts.Concat(example.Body.IsJson ? [] : example.Body.Parts))
        .GroupBy(part => part.Name, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Select(part => part.Value).Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);

    /// <summary>What nobody means well: percent-encoded, for queries, forms and paths.</summary>
    public static readonly IReadOnlyList<string> Hostile =
    [
        "", "+", "%20", "%00", "a%00b", "%0D%0AX-Injected:%20zq", "%0a", "%7F", "%C2%85", "%E2%80%AE", "%E2%80%A8", "%EF%BB%BF", "%EF%BF%BF",
        "%ED%A0%80", "%ED%BF%BF%ED%A0%80", "%F0%9F%98%80", "%C0%AF", "%C0%80", "%E0%80%AF", "%FF%FE", "%80", "%F4%90%80%80", "%", "%%", "%4", "%zz", "%u0041",
        "%22%3E%3Czq%20onzq%3D1%3E", "%27%20onzq%3D%271", "%3C%2Fscript%3E%3Czq%3E", "%3C%2Ftextarea%3E%3C%2Ftitle%3E%3Czq%3E", "%3Czq%3E", "javascript:zq()", "java%0Ascript:zq()", "data:text/html,%3Czq%3E",
        "//evil.example", "%2F%2Fevil.example", "%5C%5Cevil.example", "/%5Cevil.example", "https://evil.example/cb", "https://app.example@evil.example/", "https://app.example/cb%2F..%2F..%2Fevil", "http://[::1", "http://127.0.0.1:99999/cb",
        "..%2F..%2Fetc%2Fpasswd", "%2e%2e%2f", "....//", "%252e%252e%252f", "-1", "0", "99999999999999999999", "1e999", "NaN", "4294967296", "null", "true", "[]", "%7B%7D", "%7B%22a%22:%7B", "%5B%5B%5B%5B",
        "%27%20OR%20%271%27=%271", "%24%7B7*7%7D", "%7B%7Bzq%7D%7D", "%25s%25n", "00000000000000000000000000", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "00000000-0000-0000-0000-000000000000",
        "mat_abcdefghijklmnopqrstuvwxyz0123_ObV8J1", "mar_abcdefghijklmnopqrstuvwxyz0123_07fk9G", "syt_zq", "TURBMDEx", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", "eyJhbGciOiJIUzI1NiJ9.e30.AA", "a.b.c", "...", "%E2%84%AA", "%C4%B0", "%EF%BC%8E%EF%BC%8F",
        new('a', 300), new('9', 2000), string.Concat(Enumerable.Repeat("%F0%9F%98%80", 500)), string.Concat(Enumerable.Repeat("a+", 3000)),
    ];

    /// <summary>Too large for an address.</summary>
    public static readonly IReadOnlyList<string> Huge = [new('x', 70_000), string.Concat(Enumerable.Repeat("%00", 20_000)), string.Join('&', Enumerable.Range(0, 3000).Select(number => $"p{number}=1")), new('x', 140_000)];

    /// <summary>JSON that is wrong as a value, or is no JSON.</summary>
    public static readonly IReadOnlyList<string> HostileJson =
    [
        "null", "true", "0", "-1", "1e400", "\"\"", "[]", "{}", "[null]", "[[]]", "[{}]", "[\"\"]", "{\"keys\":null}", "{\"keys\":[{}]}", "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\"}]}", "{\"keys\":[{\"kty\":\"\\u0000\"}]}",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u202e\"", "\"\\uffff\"", "\"<zq onzq=1>\"", "\"javascript:zq()\"", "[\"javascript:zq()\"]", "[\"data:text/html,<zq>\"]", "\"https://app.example:99999/\"", "[\"https://\"]", "[\"https://[::1\"]",
        "[\"https://xn--a/\"]", "\"https://\\ud83d\\ude00.example/\"", "[\"https://app.example/cb#\"]", "[\"https://app.example/cb\\u0000\"]", "\"https://app.example/%zz\"", "tru", "\"", "[", "{\"a\":", "1 2", "// comment", "NaN", "'a'", "\"\t\"",
        $"\"{new string('a', 5000)}\"", $"[{string.Join(',', Enumerable.Repeat("\"https://app.example/cb\"", 500))}]", $"{new string('[', 60)}{new string(']', 60)}", $"{new string('[', 5000)}{new string(']', 5000)}",
        string.Concat(Enumerable.Repeat("{\"a\":", 70)) + "1" + new string('}', 70),
    ];

    /// <summary>Bodies that are no form and no object.</summary>
    public static readonly IReadOnlyList<string> HostileBodies =
    [
        "", "&", "=", "&&==&&", "=a", "a", "\0", "%", "%zz=%zz", "\uFEFF{}", "{", "[]", "null", "\"a\"", "{}{}", "{\"a\":1,\"a\":2}", "\ud83d\ude00", "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\na\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"token\"; filename=\"a\"\r\n\r\na", "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", new string('[', 30_000), string.Join('&', Enumerable.Range(0, 1100).Select(number => $"k{number}=v")), .. Huge,
    ];

    public static readonly IReadOnlyList<string> ContentTypes =
    [
        FuzzBody.FormType, FuzzBody.JsonType, "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=zq", "APPLICATION/JSON; charset=utf-16", "application/json; charset=\"",
        "multipart/form-data", "multipart/form-data; boundary=b", "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=" + new string('b', 200), "text/plain", "text/html", "*/*", "/", ";", "a", "application/jwt", "application/octet-stream",
    ];

    /// <summary>Headers that somebody may send; the values as they are.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Headers = new Dictionary<string, string[]>
    {
        ["Authorization"] =
        [
            "Basic", "Basic ", "Basic !!!", "Basic OjpA", "Basic gICA", "Basic Og==", "Basic YQ==", "Basic JTAwOiUwMA==", "Basic JXp6OiV6eg==", "basic «basic»", "Bearer", "Bearer ", "Bearer «homeserver»", "Bearer «access-token»", "Bearer «legacy-access-token»", "Bearer «legacy-refresh-token»", "Bearer a b", "Bearer \u00ff",
            "DPoP «access-token»", "DPoP «bound-access-token»", "dpop «bound-access-token»", "Bearer «bound-access-token»", "DPoP", "DPoP ", "DPoP «proof»", "DPoP a b", "DPoP\t«bound-access-token»", "Bearer «access-token», DPoP «bound-access-token»", "DPoP «bound-access-token», Bearer «access-token»",
            "Digest a=b", "Negotiate YIIB", "NTLM TlRMTVNTUAAB", "MAC id=\"a\"", "Token «access-token»", "Signature keyId=\"a\"", "AWS4-HMAC-SHA256 Credential=a/b", "Bearer «homeserver» ", "Bearer «homeserver»=", "bearer «homeserver»",
            ",", "«basic», Bearer a", "Bearer " + new string('a', 9000), "DPoP " + new string('a', 9000), "Basic " + new string('A', 9000), new('a', 9000), "Bearer " + new string(' ', 5000),
        ],
        ["Cookie"] =
        [
            "«cookies-guest»", "session=", "session=AAAA", "session=%00", "session=a; session=b", "csrf=a", "csrf=" + new string('A', 3000), "user-registration-sessions=AAAA", "account-notice=zq; done=signed-out", "account-notice=%3Czq%3E", ";;;", "=", "a", "session=\"",
        ],
        ["DPoP"] =
        [
            .. FuzzProofs.Names.Select(name => $"«{name}»"), "«proof», «proof»", "«proof-with-token»,a", " «proof-with-token»", "«proof».", "«proof».«proof»",
            "", "a", "a.b.c", "..", "...", "\u00ff.\u00ff.\u00ff", "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6Im5vbmUifQ.e30.", "W10.W10.AA", "bnVsbA.bnVsbA.AA", "«id-token»", "«access-token»", new('.', 9000), new('a', 20_000),
        ],
        ["Origin"] = ["null", "https://evil.example", "https://auth.example", "a", "https://evil.example\u00e9"],
        ["Sec-Fetch-Site"] = ["same-origin", "cross-site", "zq"],
        ["Accept-Language"] = ["*", "de", "ar", "zq-ZQ;q=2", ",,,", new string('a', 500), "en;q=" + new string('9', 400), string.Join(',', Enumerable.Repeat("de;q=0.1", 300))],
        ["Accept"] = ["", "application/json", "text/event-stream", ";;", "*/*;q=x"],
        ["X-Forwarded-For"] = ["a", "::1%zq", "1.2.3.4, 5.6.7.8", ",", "999.1.1.1", "[::1]:99999"],
        ["X-Forwarded-Proto"] = ["javascript"],
        ["X-Forwarded-Host"] = ["evil.example"],
        ["Host"] = ["evil.example", "auth.example:99999"],
        ["User-Agent"] = ["", "<zq>", "Mozilla/5.0 (" + new string('(', 2000), "\u00e9\u00ff"],
        ["If-None-Match"] = ["*", "a", "W/\"", "\""],
        ["If-Modified-Since"] = ["zq", "Wed, 99 Foo 0000 00:00:00 GMT"],
        ["Range"] = ["bytes=0-0", "bytes=-1", "bytes=9-1", "bytes=0-,0-,0-"],
        ["Accept-Encoding"] = ["br", "zq;q=9", "gzip;q=0,*;q=0"],
        ["Access-Control-Request-Method"] = ["POST", "<zq>"],
        ["Access-Control-Request-Headers"] = ["a,b,c", "<zq>"],
        ["X-MAS-Supports-Device-Id"] = ["1", "2"],
        ["X-HTTP-Method-Override"] = ["DELETE"],
        ["Upgrade"] = ["websocket"],
        ["traceparent"] = ["00-zq", "00-00000000000000000000000000000000-0000000000000000-00"],
        ["blazor-enhanced-nav"] = ["on", "zq"],
    };

    public static readonly IReadOnlyList<string> Methods = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "ZQ"];

    /// <summary>Added to a path, or put in place of a part of it.</summary>
    public static readonly IReadOnlyList<string> HostileSegments =
    [
        "", ".", "..", "%2e", "%2e%2e", "%2E%2E%2F", "..%2f..%2f", "%2F", "%5C", "%00", "a%00", "%0d%0aX-Injected:zq", "%3Czq%3E", "%ff", "%c0%af", "%ed%a0%80", "%", "%zz", ";a=b", "a;b", "*", "~", "%25", "%252f", "«grant»%00", "«grant»/", "%E2%80%AE", new string('a', 3000), new string('a', 9000),
    ];
}
