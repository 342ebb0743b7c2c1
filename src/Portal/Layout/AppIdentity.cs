using Portal.Identity.Clients;
using Portal.Pages.Consent;

namespace Portal.Layout;

/// <summary>How an app is shown: by the name that it gave itself, and by the host that it cannot lie about.</summary>
/// <param name="Host">The host of an id that is an address; else where the answer goes, in full if nothing else is known.</param>
public sealed record AppIdentity(string Name, string Host, Uri? PolicyUri, Uri? TosUri)
{
    private const int LongestAddress = 100;

    /// <summary>Where this portal serves the app's logo, from its root; <see langword="null"/> if it has none to serve.</summary>
    public string? LogoPath { get; internal init; }

    /// <summary>The page that the app calls its own.</summary>
    public Uri? HomePage { get; internal init; }

    /// <summary>Where the answer goes, which need not be where the id lies: the host of the redirect URI or, for a scheme of the app's own, of the home page that the scheme is made from.</summary>
    public string ReturnHost { get; internal init; } = Host;

    /// <summary>The same, if it is another host than the one that the app is shown by.</summary>
    public string? OtherReturnHost => ReturnHost == Host ? null : ReturnHost;

    public static AppIdentity Of(Client client, string redirectUri)
    {
        var returnHost = ReturnHostOf(client, new Uri(redirectUri));
        return Named(client, client.IdUrl is { } id ? new Uri(id).Authority : returnHost) with { ReturnHost = returnHost };
    }

    /// <summary>The app that runs on a device: no answer goes anywhere, so that even the host is what the app says of itself.</summary>
    public static AppIdentity OfDevice(Client client) =>
        Named(client, client.IdUrl is { } id ? new Uri(id).Authority : WebPage(client.ClientUri)?.Authority ?? client.ClientId);

    /// <summary>An app that registered nowhere: all that is known of it is where the answer goes.</summary>
    /// <param name="address">Absolute.</param>
    public static AppIdentity OfAddress(string address)
    {
        var target = new Uri(address);
        return new(target.Scheme is "http" or "https" ? target.Authority : target.Scheme, Shortened(address.Split('?', '#')[0]), PolicyUri: null, TosUri: null);
    }

    // The beginning is what cannot lie.
    private static string Shortened(string address) => address.Length <= LongestAddress ? address : string.Concat(address.AsSpan(0, LongestAddress), "…");

    private static AppIdentity Named(Client client, string host) => new(client.ClientName ?? client.ClientId, host, WebPage(client.PolicyUri), WebPage(client.TosUri))
    {
        HomePage = WebPage(client.ClientUri),
        LogoPath = client.LogoFingerprint is { } fingerprint ? ClientLogoEndpoint.PathOf(client.Id, fingerprint) : null,
    };

    private static string ReturnHostOf(Client client, Uri target) =>
        target.Scheme is "http" or "https" ? target.Authority
        : client.ClientUri is { } home && Uri.TryCreate(home, UriKind.Absolute, out var page) ? page.Authority
        : target.Scheme;

    private static Uri? WebPage(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
}
