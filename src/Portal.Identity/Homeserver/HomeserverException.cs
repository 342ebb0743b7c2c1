using System.Net;

namespace Portal.Identity.Homeserver;

/// <summary>The homeserver refused, could not be reached, or answered what it never should. The message has no secret and nothing of a person in it.</summary>
public sealed class HomeserverException(string message, HttpStatusCode? status = null, string? errorCode = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Its answer; none if there was none.</summary>
    public HttpStatusCode? Status { get; } = status;

    /// <summary>The <c>errcode</c> of its answer.</summary>
    public string? ErrorCode { get; } = errorCode;

    /// <summary>It does not have the user yet, or any more.</summary>
    public bool IsUserUnknown => Status == HttpStatusCode.NotFound && ErrorCode == "M_NOT_FOUND";
}
