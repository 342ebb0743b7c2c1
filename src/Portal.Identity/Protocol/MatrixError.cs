namespace Portal.Identity.Protocol;

/// <summary>A refusal as the Matrix client-server API spells it. Code and sentence are what clients know (compat contract, sections 2, 5 and 9).</summary>
/// <param name="Code">The <c>errcode</c> member.</param>
/// <param name="Sentence">The <c>error</c> member.</param>
public sealed record MatrixError(int Status, string Code, string Sentence)
{
    private const string Forbidden = "M_FORBIDDEN";
    private const string Unknown = "M_UNKNOWN";
    private const string UnknownToken = "M_UNKNOWN_TOKEN";

    /// <summary>With status 429: when the same request may succeed.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public static MatrixError WrongContentType { get; } = new(400, "M_NOT_JSON", "Invalid Content-Type header: expected application/json");

    public static MatrixError NotJson { get; } = new(400, "M_NOT_JSON", "Body is not a valid JSON document");

    /// <summary>JSON in which a member is missing or has the wrong type.</summary>
    public static MatrixError BadJson { get; } = new(400, "M_BAD_JSON", "JSON fields are not valid");

    public static MatrixError TooLarge { get; } = new(413, "M_TOO_LARGE", "Request body too large");

    public static MatrixError Unreadable { get; } = new(400, Unknown, "Failed to read request body");

    public static MatrixError InvalidLoginType { get; } = new(400, Unknown, "Invalid login type");

    public static MatrixError UnsupportedIdentifier { get; } = new(400, Unknown, "Unsupported login identifier");

    public static MatrixError MissingIdentifier { get; } = new(400, "M_BAD_JSON", "Missing property 'identifier'");

    /// <summary>Whatever was wrong: the same bytes for a name that nobody has.</summary>
    public static MatrixError WrongPassword { get; } = new(403, Forbidden, "Invalid username/password");

    /// <summary>The password was right, and is not enough.</summary>
    public static MatrixError SecondStepNeeded { get; } = new(403, Forbidden, "This account signs in in two steps, which this app cannot ask for: choose to sign in with the browser (single sign-on)");

    public static MatrixError UserLocked { get; } = new(401, "M_USER_LOCKED", "User account has been locked");

    public static MatrixError InvalidLoginToken { get; } = new(403, Forbidden, "Invalid login token");

    public static MatrixError LoginTokenExpired { get; } = new(403, Forbidden, "Login token expired");

    public static MatrixError DeniedByPolicy { get; } = new(403, Forbidden, "Login denied by the policy enforced by this service");

    public static MatrixError TooManyDevices { get; } = new(403, Forbidden, "You have reached your hard device limit. Please visit your account page to sign some out.");

    public static MatrixError InvalidRefreshToken { get; } = new(401, UnknownToken, "Invalid refresh token");

    public static MatrixError MissingToken { get; } = new(401, "M_MISSING_TOKEN", "Missing access token");

    public static MatrixError InvalidAccessToken { get; } = new(401, UnknownToken, "Invalid access token");

    public static MatrixError LogoutAllUnsupported { get; } = new(404, "M_UNRECOGNIZED", "The /logout/all endpoint is not supported by this deployment");

    public static MatrixError Internal { get; } = new(500, Unknown, "Internal server error");

    /// <summary>A member has the right type, and a value that cannot be.</summary>
    public static MatrixError InvalidParam(string sentence) => new(400, "M_INVALID_PARAM", sentence);

    public static MatrixError LimitExceeded(TimeSpan retryAfter) => new(429, "M_LIMIT_EXCEEDED", "Too many login attempts") { RetryAfter = retryAfter };

    /// <summary>No such endpoint, or not with this method.</summary>
    public static MatrixError Unrecognized(int status) => new(status, "M_UNRECOGNIZED", "Unrecognized request");
}
