namespace Portal.Identity.Outbound;

/// <summary>Ends a connection that was not opened; <see cref="OutboundClient"/> turns it into a result.</summary>
internal sealed class NetworkNotAllowedException() : Exception("The host has an address that may not be reached.");
