using Portal.Components.Icons;

namespace Portal.Components.Feedback;

internal static class Tones
{
    /// <returns>The value of <c>data-tone</c>; none for plain information.</returns>
    public static string? ToAttribute(this Tone tone) => tone switch
    {
        Tone.Success => "success",
        Tone.Warning => "warning",
        Tone.Danger => "danger",
        _ => null,
    };

    public static IconName Icon(this Tone tone) => tone switch
    {
        Tone.Success => IconName.Check,
        Tone.Warning or Tone.Danger => IconName.Alert,
        _ => IconName.Info,
    };
}
