using System.Security.Cryptography;

namespace Portal.Identity.Clients.Logos;

/// <summary>A client's picture, fetched by us and written anew; people's browsers get it from here and from nowhere else.</summary>
public sealed class ClientLogo
{
    private ClientLogo()
    {
    }

    public Guid ClientId { get; private init; }

    /// <summary>At most <see cref="PngPicture.MaximumLength"/> bytes.</summary>
    public byte[] Png { get; private set; } = [];

    public static ClientLogo Of(Guid clientId, byte[] png) => new() { ClientId = clientId, Png = png };

    public void Replace(byte[] png) => Png = png;

    /// <summary>Changes whenever the picture does; part of its address.</summary>
    public static string FingerprintOf(byte[] png) => Convert.ToHexStringLower(SHA256.HashData(png).AsSpan(0, 16));
}
