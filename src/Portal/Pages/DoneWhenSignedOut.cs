namespace Portal.Pages;

/// <summary>Marks a form that signs out: whoever presses twice is signed out by then, and the second press, whose page was made for somebody signed in, has nothing left to do.</summary>
internal sealed class DoneWhenSignedOut;
