using System.Text.RegularExpressions;
using Portal.Identity.Protocol;

namespace Portal.Identity.Authorizations;

/// <summary>What a person wanted before they had to sign in; travels from page to page and is resumed afterwards (flows contract, section 2.8).</summary>
/// <remarks>It is a kind and an id or a path of ours, never an address, so that it cannot lead anywhere else.</remarks>
public sealed partial record Continuation
{
    private const string GrantKind = "continue_authorization_grant";
    private const string DeviceGrantKind = "continue_device_code_grant";
    private const string SsoLoginKind = "continue_compat_sso_login";
    private const string LinkKind = "link_device";
    private const string ChangePasswordKind = "change_password";
    private const string AccountKind = "manage_account";

    private const string NextPrefix = "next_";
    private const int MaxPathLength = 1024;

    private Continuation()
    {
    }

    /// <summary>The pending grant to go on with.</summary>
    public Guid? GrantId { get; private init; }

    /// <summary>The pending device code grant to go on with.</summary>
    public Guid? DeviceGrantId { get; private init; }

    /// <summary>The pending sign-in of an app of the legacy login to go on with.</summary>
    public Guid? SsoLoginId { get; private init; }

    /// <summary>Whether the person was about to type the code of a device.</summary>
    public bool IsLink { get; private init; }

    /// <summary>The account page to go on with: begins with <c>/account</c>.</summary>
    public string? AccountPath { get; private init; }

    /// <summary>What the account page itself goes on with when it is done; none for any other kind. It has none of its own.</summary>
    public Continuation? Next { get; private init; }

    public static Continuation OfGrant(Guid grantId) => new() { GrantId = grantId };

    public static Continuation OfDeviceGrant(Guid grantId) => new() { DeviceGrantId = grantId };

    public static Continuation OfSsoLogin(Guid loginId) => new() { SsoLoginId = loginId };

    public static Continuation OfLink() => new() { IsLink = true };

    /// <param name="next">What that page goes on with, such as an app that waits until a second step is set up.</param>
    public static Continuation OfAccount(string path, Continuation? next = null) =>
        IsAccountPath(path) ? new() { AccountPath = path, Next = next?.Next is null ? next : null } : new() { AccountPath = "/account/" };

    /// <summary>Reads it from a query; nothing if its parts do not fit together.</summary>
    /// <param name="part">The value of a part of the query.</param>
    public static Continuation? Read(Func<string, string?> part) => part("kind") switch
    {
        AccountKind => OfAccount(part("path") ?? "/account/", ReadOne(part(NextPrefix + "kind"), part(NextPrefix + "id"), part(NextPrefix + "path"))),
        var kind => ReadOne(kind, part("id"), path: null),
    };

    /// <summary>Reads it as it was stored with a registration.</summary>
    public static Continuation? Parse(string? stored)
    {
        var parameters = (stored ?? "").Split('&')
            .Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .ToLookup(part => part[0], part => Uri.UnescapeDataString(part[1]), StringComparer.Ordinal);
        return Read(name => parameters[name].FirstOrDefault());
    }

    /// <summary>As it stands in a query, without the question mark.</summary>
    public string ToQuery() =>
        GrantId is { } id ? $"kind={GrantKind}&id={Ulid.Encode(id)}"
        : DeviceGrantId is { } deviceId ? $"kind={DeviceGrantKind}&id={Ulid.Encode(deviceId)}"
        : SsoLoginId is { } loginId ? $"kind={SsoLoginKind}&id={Ulid.Encode(loginId)}"
        : IsLink ? $"kind={LinkKind}"
        : $"kind={AccountKind}&path={Uri.EscapeDataString(AccountPath!)}{(Next is null ? "" : $"&{NextPrefix}{Next.ToQuery().Replace("&", "&" + NextPrefix, StringComparison.Ordinal)}")}";

    /// <summary>The page to go on with.</summary>
    public string ToPath() =>
        GrantId is { } id ? $"/consent/{Ulid.Encode(id)}"
        : DeviceGrantId is { } deviceId ? $"/device/{Ulid.Encode(deviceId)}"
        : SsoLoginId is { } loginId ? $"/complete-compat-sso/{Ulid.Encode(loginId)}"
        : IsLink ? "/link"
        : Next is null ? AccountPath!
        : $"{AccountPath}?{Next.ToQuery()}";

    public override string ToString() => ToQuery();

    private static Continuation? ReadOne(string? kind, string? id, string? path) => kind switch
    {
        GrantKind when Ulid.TryDecode(id, out var grantId) => OfGrant(grantId),
        DeviceGrantKind when Ulid.TryDecode(id, out var grantId) => OfDeviceGrant(grantId),
        SsoLoginKind when Ulid.TryDecode(id, out var loginId) => OfSsoLogin(loginId),
        LinkKind => OfLink(),
        ChangePasswordKind => OfAccount("/account/password/change"),
        AccountKind => OfAccount(path ?? "/account/"),
        _ => null,
    };

    // A device id brings characters of all kinds, escaped; none may climb out of the account, however it is written.
    private static bool IsAccountPath(string path) =>
        path.Length <= MaxPathLength && AccountPathForm().IsMatch(path)
        && !path.Split('/').Any(segment => Uri.UnescapeDataString(segment).Split('/', '\\').Any(part => part is "." or ".."));

    [GeneratedRegex(@"\A/account(/([A-Za-z0-9_:.~-]|%[0-9A-Fa-f]{2})+)*/?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AccountPathForm();
}
