namespace Portal.Texts;

/// <summary>What is wrong with a field, for scripts (policy contract, section 9): it never changes with the language.</summary>
internal static class ErrorCode
{
    /// <summary>The code of a sentence: the last part of its key; none if nothing is wrong.</summary>
    /// <param name="key">Of a sentence below a field.</param>
    public static string? Of(string? key) => key?[(key.LastIndexOf('.') + 1)..] switch
    {
        "missing" => "required",
        var code => code,
    };
}
