namespace Portal.Pages;

/// <summary>Reads the fields of a form.</summary>
internal static class Forms
{
    /// <summary>The field as typed; empty if it is absent or sent more than once.</summary>
    public static string Text(this IFormCollection form, string name) => form[name] is [{ } single] ? single : "";
}
