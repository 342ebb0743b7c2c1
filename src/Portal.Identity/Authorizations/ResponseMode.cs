namespace Portal.Identity.Authorizations;

/// <summary>How the answer travels back to the client (<c>response_mode</c>, OAuth 2.0 Multiple Response Types and Form Post Response Mode).</summary>
public enum ResponseMode
{
    Query,
    Fragment,
    FormPost,
}

/// <summary>The written values of <see cref="ResponseMode"/>.</summary>
public static class ResponseModes
{
    /// <summary>As discovery advertises them.</summary>
    public static IReadOnlyList<string> Supported { get; } = ["query", "fragment", "form_post"];

    /// <summary>The mode of that name; <see langword="null"/> for a name that is none.</summary>
    public static ResponseMode? Find(string name) => name switch
    {
        "query" => ResponseMode.Query,
        "fragment" => ResponseMode.Fragment,
        "form_post" => ResponseMode.FormPost,
        _ => null,
    };
}
