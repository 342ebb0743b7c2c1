namespace Portal.Identity.Outbound;

/// <summary>Why a document could not be had.</summary>
public enum OutboundFailure
{
    /// <summary>The address is no https URL, or one with credentials or a fragment.</summary>
    AddressNotAllowed,

    /// <summary>The host is, or one of its addresses is, none that may be reached.</summary>
    NetworkNotAllowed,

    /// <summary>No such host, no connection, no valid certificate, or no HTTP.</summary>
    Unreachable,

    /// <summary>It took too long in all.</summary>
    TimedOut,

    /// <summary>The answer is longer than asked for.</summary>
    TooLong,

    /// <summary>The answer is not 200; redirects are not followed.</summary>
    UnexpectedStatus,
}
