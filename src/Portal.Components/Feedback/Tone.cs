namespace Portal.Components.Feedback;

/// <summary>What a message means for the person who reads it.</summary>
public enum Tone
{
    /// <summary>Useful to know.</summary>
    Info,

    /// <summary>Done.</summary>
    Success,

    /// <summary>Take care, or wait.</summary>
    Warning,

    /// <summary>Not done, or something would be lost.</summary>
    Danger,
}
