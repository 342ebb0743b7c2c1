using Portal.Identity.Protocol;

namespace Portal.Identity.Homeserver;

/// <summary>What a change that begins a session came to, or the device that it needs first.</summary>
public sealed class SessionStep<T>
{
    private SessionStep(OAuthResult<T>? result, NewDevice? needed) => (Result, Needed) = (result, needed);

    /// <summary>None if a device is needed.</summary>
    public OAuthResult<T>? Result { get; }

    /// <summary>None if the change is done or refused.</summary>
    public NewDevice? Needed { get; }

    public static implicit operator SessionStep<T>(T value) => new(value, null);

    public static implicit operator SessionStep<T>(OAuthError error) => new(error, null);

    public static implicit operator SessionStep<T>(NewDevice device) => new(null, device);
}
